package trro.exporter;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import trro.exporter.support.Slow;

/** Who may use whom, where libraries have their home, and rules that would otherwise be review comments. */
@AnalyzeClasses(packages = "trro.exporter", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "trro.exporter";

    /** Whom each room may use besides itself. The rooms stand in the order of their floors, from the top down. */
    private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put(
                "accounts",
                Set.of(
                        "status",
                        "metrics",
                        "discovery",
                        "polling",
                        "snapshot",
                        "api",
                        "config",
                        "pacing",
                        "storage",
                        "model",
                        "time"));
        MAY_USE.put("plan", Set.of("metrics", "discovery", "polling", "api", "config", "yaml", "pacing", "model"));
        MAY_USE.put(
                "backfill",
                Set.of(
                        "metrics",
                        "exposition",
                        "discovery",
                        "polling",
                        "prometheus",
                        "api",
                        "config",
                        "pacing",
                        "model",
                        "time"));
        MAY_USE.put("replicas", Set.of("storage", "yaml", "model", "time"));
        MAY_USE.put("web", Set.of("webconfig", "status", "config", "yaml", "model", "time"));
        MAY_USE.put("webconfig", Set.of("yaml", "model"));
        MAY_USE.put("status", Set.of("snapshot", "config", "pacing", "model", "time"));
        MAY_USE.put("metrics", Set.of("exposition", "snapshot", "api", "pacing", "model", "time"));
        MAY_USE.put("exposition", Set.of());
        MAY_USE.put("discovery", Set.of("api", "pacing", "storage", "model", "time"));
        MAY_USE.put("polling", Set.of("snapshot", "api", "pacing", "storage", "model", "time"));
        MAY_USE.put("snapshot", Set.of("storage", "model", "time"));
        MAY_USE.put("simulator", Set.of("simulator.fleet", "api", "model", "time"));
        MAY_USE.put("simulator.fleet", Set.of("api", "model"));
        MAY_USE.put("logging", Set.of("model"));
        MAY_USE.put("prometheus", Set.of("api", "model", "time"));
        MAY_USE.put("credentials", Set.of("api", "model", "time"));
        MAY_USE.put("api", Set.of("pacing", "model", "time"));
        MAY_USE.put("config", Set.of("yaml", "model"));
        MAY_USE.put("yaml", Set.of("model"));
        MAY_USE.put("pacing", Set.of("storage", "time"));
        MAY_USE.put("storage", Set.of("model", "time"));
        MAY_USE.put("model", Set.of());
        MAY_USE.put("time", Set.of());
    }

    /** The root builds, starts and stops what the command line wants; nobody else may use either. */
    private static final Set<String> ABOVE_ALL = Set.of("cli");

    @ArchTest
    static void everyPackageUsesOnlyItsNeighboursInTheTable(JavaClasses all) {
        MAY_USE.forEach((name, neighbours) -> noClasses()
                .that()
                .resideInAPackage(BASE + "." + name)
                .should()
                .dependOnClassesThat(ours().and(DescribedPredicate.not(
                        resideInAnyPackage(Stream.concat(Stream.of(name), neighbours.stream())
                                .map(neighbour -> BASE + "." + neighbour)
                                .toArray(String[]::new)))))
                .as(name + " may use only " + neighbours)
                .check(all));
    }

    @Test
    void noArrowRunsUp() {
        List<String> floors = List.copyOf(MAY_USE.keySet());

        MAY_USE.forEach((name, neighbours) -> assertThat(floors.subList(floors.indexOf(name) + 1, floors.size()))
                .as("the floors below %s", name)
                .containsAll(neighbours));
    }

    @Test
    void contributorsReadTheSameTable() throws IOException {
        List<String> rows = Pattern.compile("^\\| `([\\w.]+)` \\| (.*) \\|$", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("CONTRIBUTING.md")))
                .results()
                .filter(row -> MAY_USE.containsKey(row.group(1)))
                .map(row -> row.group(1) + " "
                        + Pattern.compile("`([\\w.]+)`")
                                .matcher(row.group(2))
                                .results()
                                .map(neighbour -> neighbour.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)))
                .toList();

        assertThat(rows)
                .isEqualTo(MAY_USE.entrySet().stream()
                        .map(row -> row.getKey() + " " + new TreeSet<>(row.getValue()))
                        .toList());
    }

    @ArchTest
    static final ArchRule everyPackageStandsInTheTable = classes()
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of(BASE),
                            Stream.concat(ABOVE_ALL.stream(), MAY_USE.keySet().stream())
                                    .map(name -> BASE + "." + name))
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule nothingButTheCommandLineUsesTheCommandLine = noClasses()
            .that(ours().and(DescribedPredicate.not(resideInAPackage(BASE + ".cli"))))
            .should()
            .dependOnClassesThat(resideInAPackage(BASE + ".cli"));

    @ArchTest
    static final ArchRule theStatusPageIsPure = noClasses()
            .that()
            .resideInAPackage(BASE + ".status")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.javalin..", "org.eclipse.jetty.."));

    @ArchTest
    static final ArchRule theYamlRoomKnowsNothingOfTrro = noClasses()
            .that()
            .resideInAPackage(BASE + ".yaml")
            .should()
            .dependOnClassesThat(resideInAPackage(BASE + ".model")
                    .and(DescribedPredicate.not(simpleName("Unprintable")
                            .or(simpleName("FileInput"))
                            .or(simpleName("FileFailure")))));

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("trro.exporter.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule javalinLivesInWebAndSimulator = home("io.javalin..", "web", "simulator");

    @ArchTest
    static final ArchRule jettyLivesInWebAndSimulator = home("org.eclipse.jetty..", "web", "simulator");

    @ArchTest
    static final ArchRule jacksonLivesWhereJsonIsRead =
            home("tools.jackson..", "api", "credentials", "prometheus", "simulator");

    @ArchTest
    static final ArchRule bcryptLivesInWeb = home("at.favre..", "web");

    @ArchTest
    static final ArchRule yamlLivesInYaml = home("org.snakeyaml..", "yaml");

    @ArchTest
    static final ArchRule javaNetHttpLivesWhereOthersAreAsked =
            home("java.net.http..", "api", "credentials", "prometheus", "replicas");

    @ArchTest
    static final ArchRule theKubernetesClientLivesInReplicas = home("io.fabric8..", "replicas");

    @ArchTest
    static final ArchRule snappyLivesInPrometheus = home("io.airlift..", "prometheus");

    @ArchTest
    static final ArchRule metricLibrariesLiveInMetricsExpositionAndTheBase = noClasses()
            .that(ours().and(DescribedPredicate.not(resideInAnyPackage(BASE, BASE + ".metrics", BASE + ".exposition"))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.micrometer..", "io.prometheus.."));

    @ArchTest
    static final ArchRule picocliLivesInTheCommandLine = noClasses()
            .that(ours().and(DescribedPredicate.not(resideInAPackage(BASE + ".cli"))))
            .should()
            .dependOnClassesThat(resideInAPackage("picocli.."));

    @ArchTest
    static final ArchRule logbackLivesInLoggingAndTheCommandLine = noClasses()
            .that(ours().and(DescribedPredicate.not(resideInAnyPackage(BASE + ".cli", BASE + ".logging"))))
            .should()
            .dependOnClassesThat(resideInAPackage("ch.qos.logback.."));

    @ArchTest
    static final ArchRule timeEntersThroughTimeSourceAlone = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(BASE + ".time.SystemTime")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    @ArchTest
    static final ArchRule threadsAreCreatedInOnePlace = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(BASE + ".Threads")
            .should()
            .callConstructor(Thread.class, Runnable.class, String.class)
            .orShould()
            .callConstructor(Thread.class, Runnable.class);

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            .haveSimpleNameStartingWith("Base");

    @ArchTest
    static final ArchRule loggersHaveOneName = fields().that()
            .haveRawType(Logger.class)
            .should()
            .bePrivate()
            .andShould()
            .beStatic()
            .andShould()
            .beFinal()
            .andShould()
            .haveName("logger");

    /** Parts of the test support that start programs, or wait as long as it takes. */
    private static final Set<String> REAL_PARTS = Stream.of(
                    "RealComponents", "ChildProcess", "RunningExporter", "PrometheusServer", "NodePackages")
            .map(name -> BASE + ".support." + name)
            .collect(Collectors.toUnmodifiableSet());

    private static DescribedPredicate<JavaClass> ours() {
        return resideInAPackage(BASE + "..").as("classes of this program");
    }

    private static ArchRule home(String library, String... packages) {
        return noClasses()
                .that(ours().and(DescribedPredicate.not(resideInAnyPackage(
                        Stream.of(packages).map(name -> BASE + "." + name).toArray(String[]::new)))))
                .should()
                .dependOnClassesThat(resideInAPackage(library));
    }

    /** Else {@code mvn -Dquick verify} would wait for real programs, or for real time. */
    @Test
    void testsThatNeedRealPartsAreLeftOutOfTheFastLane() {
        JavaClasses tests = new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(BASE);
        Set<String> needy = new HashSet<>(REAL_PARTS);
        boolean more = true;
        while (more) { // whoever uses a class that needs real parts needs them, too
            more = needy.addAll(tests.stream()
                    .filter(type -> type.getDirectDependenciesFromSelf().stream()
                            .anyMatch(dependency ->
                                    needy.contains(dependency.getTargetClass().getName())))
                    .map(JavaClass::getName)
                    .toList());
        }

        classes()
                .that()
                .haveSimpleNameEndingWith("Test")
                .and()
                .doNotHaveSimpleName("RealComponentsTest")
                .and(DescribedPredicate.describe("need real parts", type -> needy.contains(type.getName())))
                .should()
                .beAnnotatedWith(Slow.class)
                .check(tests);
    }
}
