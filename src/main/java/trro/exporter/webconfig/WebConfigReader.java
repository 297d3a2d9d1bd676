package trro.exporter.webconfig;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import trro.exporter.model.Secret;
import trro.exporter.webconfig.WebConfig.RateLimit;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** The top of the web configuration. No message shows a password's hash. */
final class WebConfigReader {

    private static final List<String> KEYS =
            List.of("tls_server_config", "http_server_config", "basic_auth_users", "rate_limit");
    private static final List<String> HTTP_KEYS = List.of("http2", "headers");
    private static final List<String> RATE_LIMIT_KEYS = List.of("interval", "burst");

    /** The headers that may be set, with the values that each may have; none for any. */
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Content-Security-Policy", List.of(),
            "Strict-Transport-Security", List.of(),
            "X-Content-Type-Options", List.of("nosniff"),
            "X-Frame-Options", List.of("deny", "sameorigin"),
            "X-XSS-Protection", List.of());

    private static final Map<String, Boolean> YES_OR_NO = Map.of(
            "true", true, "yes", true, "on", true, "y", true, "false", false, "no", false, "off", false, "n", false);

    private static final int HEADER_LENGTH = 2048;
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x20-\\x7e]{1," + HEADER_LENGTH + "}");

    private static final Pattern SLOW = Pattern.compile("\\$2[aby]\\$(?:2[1-9]|3)");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(?:0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");
    private static final int MOST_USERS = 1000;
    private static final int MOST_BURST = 999_999_999;

    private static final String START = "write keys and values, such as tls_server_config: and below it cert_file: and"
            + " key_file:, as docs/web-configuration.md says";
    private static final String USERS = "write a line for each user, such as alice: \"$2y$10$...\"";
    private static final String HASH = "give the bcrypt hash of the password, such as htpasswd -nBC 10 \"\" prints:"
            + " 60 characters that begin with $2a$, $2b$ or $2y$";
    private static final String LIMIT = "write interval: 1s and burst: 20";
    private static final String INTERVAL = "give a duration with its unit, such as 1s or 500ms, or 0 for no limit";
    private static final String BURST = "give a whole number, such as 20";

    private WebConfigReader() {}

    static Optional<WebConfig> read(Node root) {
        if (root.isBlank()) {
            return Optional.of(new WebConfig(Optional.empty(), true, Map.of(), Map.of(), Optional.empty(), Set.of()));
        }
        Optional<Mapping> mapping = root.mapping(KEYS, START);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        Mapping keys = mapping.get();
        Set<Path> files = new HashSet<>();
        Optional<Mapping> http = given(keys, "http_server_config")
                .flatMap(node -> node.mapping(HTTP_KEYS, "write http2: or headers: below it"));
        boolean http2 = http.flatMap(part -> given(part, "http2"))
                .flatMap(WebConfigReader::yesOrNo)
                .orElse(true);
        Optional<TlsConfig> tls = given(keys, "tls_server_config").flatMap(node -> TlsReader.read(node, http2, files));
        Map<String, String> headers = http.flatMap(part -> given(part, "headers"))
                .map(WebConfigReader::headers)
                .orElse(Map.of());
        Map<String, Secret> users =
                given(keys, "basic_auth_users").map(WebConfigReader::users).orElse(Map.of());
        Optional<RateLimit> limit = given(keys, "rate_limit").flatMap(WebConfigReader::rateLimit);
        return Optional.of(new WebConfig(tls, http2, headers, users, limit, files));
    }

    /** The value of a key; a key after which nothing stands counts as left out, as in Go. */
    static Optional<Node> given(Mapping keys, String key) {
        return keys.find(key).filter(node -> !node.isBlank());
    }

    private static Map<String, String> headers(Node node) {
        List<String> names = HEADERS.keySet().stream().sorted().toList();
        Map<String, String> headers = new HashMap<>();
        Optional<Mapping> given = node.mapping(names, "name a header and its value, such as X-Frame-Options: deny");
        given.ifPresent(all -> all.children().forEach((name, value) -> {
            List<String> allowed = HEADERS.getOrDefault(name, List.of());
            header(value, allowed).ifPresent(text -> headers.put(name, text));
        }));
        return headers;
    }

    private static Optional<String> header(Node node, List<String> allowed) {
        if (!allowed.isEmpty()) {
            String nextStep = "use " + String.join(" or ", allowed);
            return word(node, nextStep, "is no value of this header", oneOf(allowed));
        }
        if (node.isBlank()) {
            return Optional.empty();
        }
        String nextStep = "give a value on one line of at most " + HEADER_LENGTH + " ASCII characters";
        Optional<String> text = node.literal(nextStep).map(Text::text);
        if (text.isPresent() && !HEADER_VALUE.matcher(text.get()).matches()) {
            node.problem("is no text that fits into a header; " + nextStep);
        }
        return text;
    }

    private static Map<String, Secret> users(Node node) {
        Map<String, Secret> users = new HashMap<>();
        node.hidden()
                .mapping(USERS)
                .ifPresent(all -> all.children().forEach((name, value) -> {
                    Optional<Text> hash = value.literal(HASH);
                    if (name.isEmpty() || name.contains(":")) {
                        value.problem("is the hash of a user whose name is empty or has a colon, which cannot be sent;"
                                + " choose another name");
                    }
                    if (hash.isPresent() && !BCRYPT.matcher(hash.get().text()).matches()) {
                        value.problem("is no bcrypt hash; " + HASH);
                    } else if (hash.isPresent()
                            && SLOW.matcher(hash.get().text()).lookingAt()) {
                        value.problem(
                                "has a cost of over 20, so that each check takes minutes or days, for which others"
                                        + " wait; " + HASH);
                    }
                    hash.ifPresent(text -> users.put(name, new Secret(text.text())));
                }));
        if (users.size() > MOST_USERS) {
            node.problem("has %s users where %s are the most; use client certificates, or a proxy that knows them"
                    .formatted(users.size(), MOST_USERS));
        }
        return users;
    }

    private static Optional<RateLimit> rateLimit(Node node) {
        Optional<Mapping> keys = node.mapping(RATE_LIMIT_KEYS, LIMIT);
        Duration interval = keys.flatMap(part -> given(part, "interval"))
                .flatMap(value -> word(value, INTERVAL, "is not a duration", GoDuration::parse))
                .orElse(Duration.ZERO);
        int burst = keys.flatMap(part -> given(part, "burst"))
                .flatMap(value -> value.wholeNumber(0, MOST_BURST, BURST))
                .orElse(0);
        return interval.isZero() ? Optional.empty() : Optional.of(new RateLimit(interval, burst));
    }

    /** One of the words for true and false that Go's YAML has. */
    static Optional<Boolean> yesOrNo(Node node) {
        return word(
                node,
                "write true (the default) or false",
                "is neither true nor false",
                word -> Optional.ofNullable(YES_OR_NO.get(word.toLowerCase(Locale.ROOT))));
    }

    /** The value that {@code reader} makes of a text; a text of which it makes none is reported as a {@code fault}. */
    static <T> Optional<T> word(Node node, String nextStep, String fault, Function<String, Optional<T>> reader) {
        Optional<Text> text = node.literal(nextStep);
        Optional<T> value = text.flatMap(given -> reader.apply(given.text()));
        if (text.isPresent() && value.isEmpty()) {
            node.problem("%s %s; %s".formatted(text.get().shown(), fault, nextStep));
        }
        return value;
    }

    static Function<String, Optional<String>> oneOf(List<String> known) {
        return word -> Optional.of(word).filter(known::contains);
    }
}
