package trro.exporter.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import trro.exporter.api.ApiException;
import trro.exporter.api.ListAction;
import trro.exporter.api.ListedProject;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroApi;
import trro.exporter.config.AccountConfig;
import trro.exporter.config.CredentialsConfig;
import trro.exporter.config.Defaults;
import trro.exporter.config.ExporterConfig;
import trro.exporter.config.ProjectConfig;
import trro.exporter.config.ProjectDiscovery;
import trro.exporter.discovery.WholeList;
import trro.exporter.model.Device;
import trro.exporter.model.IdFilter;
import trro.exporter.pacing.Permit;
import trro.exporter.pacing.RateLimiter;
import trro.exporter.support.FakeTime;

/** Listed and discovered projects and devices are found, each once. */
class SubjectsTest {

    private static final IdFilter ALL = new IdFilter(List.of(), List.of(), 100);

    private final FakeTime time = new FakeTime("2026-11-22T08:00:00Z");
    private Optional<ListAction<?>> refused = Optional.empty();

    /** Two projects, of which each has two devices by one list; another list is not on this site. */
    private final class Lists implements TrroApi {

        @Override
        public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) {
            throw new AssertionError("asked for figures");
        }

        @Override
        public <T> Page<T> list(ListAction<T> action, String key, PageQuery page, Permit permit) throws ApiException {
            permit.sent();
            if (page.size() > 50) {
                throw new ApiException(
                        ApiException.Kind.INVALID_REQUEST, "InvalidParameterValue", "too large", Optional.empty());
            }
            if (refused.filter(action::equals).isPresent()) {
                throw new ApiException(
                        ApiException.Kind.UNAUTHORIZED, "UnauthorizedOperation", "not allowed", Optional.empty());
            }
            if (action == ListAction.REGISTERED_DEVICES) {
                throw new ApiException(
                        ApiException.Kind.INVALID_REQUEST, "InvalidAction", "not here", Optional.empty());
            }
            Stream<Object> rows = Stream.empty();
            if (action == ListAction.PROJECTS) {
                rows = Stream.of(new ListedProject("p1", Optional.empty()), new ListedProject("p2", Optional.empty()));
            } else if (action == ListAction.LICENSED_DEVICES) {
                rows = Stream.of(Device.named(key + "-a"), Device.named(key + "-b"), Device.named(key + "-a"));
            }
            @SuppressWarnings("unchecked")
            List<T> all = (List<T>) rows.toList();
            return new Page<>("r", all, OptionalLong.of(all.size()), 0);
        }
    }

    private List<String> subjects(Subjects.Wanted wanted, AccountConfig... accounts) throws Exception {
        ExporterConfig config = new ExporterConfig(
                Defaults.TIME_ZONE, Defaults.SETTLE_TIME, Defaults.MAX_AGE, Defaults.POLL_INTERVALS, List.of(accounts));
        return Subjects.of(
                        config, wanted, (account, list) -> new WholeList(new Lists(), new RateLimiter(4, time), time))
                .stream()
                .map(subject -> subject.account() + " " + subject.projectId()
                        + subject.deviceId().map(id -> " " + id).orElse(""))
                .toList();
    }

    private static AccountConfig account(
            String name, List<ProjectConfig> projects, Optional<ProjectDiscovery> discovery) {
        return new AccountConfig(
                name, Defaults.ENDPOINT, Optional.empty(), new CredentialsConfig.Env(), 16, projects, discovery);
    }

    private static Subjects.Wanted everything() {
        return new Subjects.Wanted(Set.of(), Set.of());
    }

    @Test
    void listedOnesAreTakenAsTheyAre() throws Exception {
        assertThat(subjects(
                        everything(),
                        account("main", List.of(new ProjectConfig("p", List.of("d1", "d2"))), Optional.empty())))
                .containsExactly("main p", "main p d1", "main p d2");
    }

    @Test
    void projectsAndDevicesAreDiscoveredAndProjectsComeFirst() throws Exception {
        assertThat(subjects(
                        everything(),
                        account("main", List.of(), Optional.of(new ProjectDiscovery(ALL, Optional.of(ALL))))))
                .containsExactly("main p1", "main p2", "main p1 p1-a", "main p1 p1-b", "main p2 p2-a", "main p2 p2-b");
    }

    @Test
    void aProjectOfTwoAccountsIsAskedThroughTheFirst() throws Exception {
        List<ProjectConfig> same = List.of(new ProjectConfig("p", List.of()));

        assertThat(subjects(everything(), account("a", same, Optional.empty()), account("b", same, Optional.empty())))
                .containsExactly("a p");
    }

    @Test
    void aListThatIsRefusedStopsItSinceNobodyMayBeLeftOutWithoutAWord() {
        AccountConfig account = account("main", List.of(), Optional.of(new ProjectDiscovery(ALL, Optional.of(ALL))));

        for (ListAction<?> list :
                List.of(ListAction.PROJECTS, ListAction.LICENSED_DEVICES, ListAction.RECENT_SESSIONS)) {
            refused = Optional.of(list);
            assertThatThrownBy(() -> subjects(everything(), account))
                    .isInstanceOf(BackfillException.class)
                    .hasMessage("the projects and devices of account main cannot be listed: not allowed;"
                            + " or list what is wanted in the configuration instead of discovering it");
        }
    }

    @Test
    void onlyTheWantedOnesAreTaken() throws Exception {
        AccountConfig account = account("main", List.of(), Optional.of(new ProjectDiscovery(ALL, Optional.of(ALL))));

        assertThat(subjects(new Subjects.Wanted(Set.of("p2"), Set.of()), account))
                .containsExactly("main p2", "main p2 p2-a", "main p2 p2-b");
        assertThat(subjects(new Subjects.Wanted(Set.of(), Set.of("p1-b")), account))
                .containsExactly("main p1 p1-b");
    }
}
