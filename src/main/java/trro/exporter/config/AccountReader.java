package trro.exporter.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** The accounts of one configuration; remembers what must be unique over all of them. */
final class AccountReader {

    static final List<String> KEYS =
            List.of("name", "endpoint", "region", "credentials", "requests_per_second", "projects");

    static final String ACCOUNTS = "list at least one account with its projects";

    private static final String NAME =
            "give each account a name of its own, up to %s characters".formatted(Limits.NAME_LENGTH);
    private static final String REGION = "give a region such as ap-singapore, or leave it out";
    private static final String REQUESTS_PER_SECOND =
            ("give a whole number from 1 to %s, such as %s (the default); %1$s is"
                            + " the API's own limit, which the account's console and scripts share")
                    .formatted(Limits.REQUESTS_PER_SECOND, Defaults.REQUESTS_PER_SECOND);

    private final Map<String, Node> names = new HashMap<>();
    private final Map<List<Object>, Node> byKey = new HashMap<>();
    private final ProjectReader projectReader = new ProjectReader();

    /** The accounts without a problem; the others are reported. */
    List<AccountConfig> readAll(Node node) {
        List<Node> items = node.items(ACCOUNTS).orElse(List.of());
        if (node.isEmpty()) {
            node.problem("is an empty list; " + ACCOUNTS);
        }
        List<AccountConfig> accounts = new ArrayList<>();
        for (Node item : items) {
            item.mapping(KEYS, "write an account as keys and values, such as projects: and below it a list")
                    .ifPresent(keys -> accounts.add(account(item, keys, items.size() == 1)));
        }
        return accounts;
    }

    private AccountConfig account(Node item, Mapping keys, boolean only) {
        Optional<URI> endpoint = keys.find("endpoint").map(Endpoint::read).orElse(Optional.of(Defaults.ENDPOINT));
        Optional<CredentialsConfig> credentials =
                keys.find("credentials").map(CredentialsReader::read).orElse(Optional.of(new CredentialsConfig.Env()));
        if (endpoint.isPresent() && credentials.isPresent()) {
            refuseSameKey(item, endpoint.get(), credentials.get());
        }
        Optional<Node> projects = keys.need("projects", ProjectReader.PROJECTS);
        return new AccountConfig(
                name(keys, only),
                endpoint.orElse(Defaults.ENDPOINT),
                keys.find("region").flatMap(AccountReader::region),
                credentials.orElse(new CredentialsConfig.Env()),
                keys.find("requests_per_second")
                        .flatMap(node -> node.wholeNumber(1, Limits.REQUESTS_PER_SECOND, REQUESTS_PER_SECOND))
                        .orElse(Defaults.REQUESTS_PER_SECOND),
                projects.filter(node -> !DiscoveryReader.isAskedFor(node))
                        .map(projectReader::readAll)
                        .orElse(List.of()),
                projects.filter(DiscoveryReader::isAskedFor).flatMap(DiscoveryReader::projects));
    }

    /** TRRO counts requests by key and entry point, so two accounts with one key would ask for twice its budget. */
    private void refuseSameKey(Node item, URI endpoint, CredentialsConfig credentials) {
        Node before = byKey.putIfAbsent(List.of(endpoint, credentials), item);
        if (before != null) {
            item.problem("has the credentials and the endpoint of %s (line %s), whose request limit it would share;"
                            .formatted(before.path(), before.line())
                    + " move its projects there, or give it a key of another sub-account");
        }
    }

    private String name(Mapping keys, boolean only) {
        Optional<Node> node = only ? keys.find("name") : keys.need("name", NAME);
        Optional<Text> name = node.flatMap(place -> place.name(Limits.NAME_LENGTH, NAME));
        if (node.isPresent() && name.isPresent()) {
            node.get().refuseRepeated(name.get(), names, NAME);
        }
        return name.map(Text::text).orElse(Defaults.ACCOUNT);
    }

    private static Optional<String> region(Node node) {
        Optional<Text> region = node.name(Limits.NAME_LENGTH, REGION);
        if (region.isPresent() && !region.get().text().matches("[a-z0-9-]+")) {
            node.problem("%s has other characters than a-z, 0-9 and -; %s"
                    .formatted(region.get().shown(), REGION));
        }
        return region.map(Text::text);
    }
}
