package trro.exporter.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import trro.exporter.yaml.Mapping;
import trro.exporter.yaml.Node;
import trro.exporter.yaml.Text;

/** The source of an account's key. No message shows a value of this part, and no key that it does not know. */
final class CredentialsReader {

    static final List<String> SOURCES = List.of("env", "file", "static", "cvm_role", "tke_oidc");
    static final List<String> FILE_KEYS = List.of("path", "profile");
    static final List<String> STATIC_KEYS = List.of("secret_id_file", "secret_key_file", "token_file");
    static final List<String> CVM_ROLE_KEYS = List.of("role");

    private static final String ONE =
            "name one source: env: {}, file: {...}, static: {...}, cvm_role: {} or tke_oidc: {}";
    private static final String FILE = "give the path of a file that the exporter can read; relative paths start at the"
            + " folder of this configuration";
    private static final String PROFILE = "give the section of the credentials file, or leave profile out for default";
    private static final String ROLE = "give the name of the instance's role, or leave role out to have it looked up";

    private CredentialsReader() {}

    /** The one source that is named, or empty after the problem was reported. */
    static Optional<CredentialsConfig> read(Node open) {
        Node node = open.hidden();
        Optional<Mapping> sources = node.mapping(SOURCES, ONE);
        if (node.isEmpty()) {
            node.problem("names no source; " + ONE);
        }
        Optional<CredentialsConfig> credentials = Optional.empty();
        String first = "";
        for (Map.Entry<String, Node> given :
                sources.map(Mapping::children).orElse(Map.of()).entrySet()) {
            if (first.isEmpty()) {
                first = given.getKey();
                credentials = source(first, given.getValue());
            } else {
                given.getValue().problem("is a second source beside %s; keep one".formatted(first));
            }
        }
        return credentials;
    }

    private static Optional<CredentialsConfig> source(String source, Node node) {
        return switch (source) {
            case "env" -> none(node).map(keys -> new CredentialsConfig.Env());
            case "file" ->
                node.mapping(FILE_KEYS, "write file: {} for the usual files, or file: { path: ..., profile: ... }")
                        .map(CredentialsReader::file);
            case "static" ->
                node.mapping(STATIC_KEYS, "write static: { secret_id_file: ..., secret_key_file: ... }")
                        .flatMap(CredentialsReader::files);
            case "cvm_role" ->
                node.mapping(CVM_ROLE_KEYS, "write cvm_role: {} or cvm_role: { role: ... }")
                        .map(keys -> new CredentialsConfig.CvmRole(keys.find("role")
                                .flatMap(role ->
                                        role.name(Limits.NAME_LENGTH, ROLE).map(Text::text))));
            case "tke_oidc" -> none(node).map(keys -> new CredentialsConfig.TkeOidc());
            default -> throw new IllegalArgumentException("not a source: " + source);
        };
    }

    private static Optional<Mapping> none(Node node) {
        return node.mapping(List.of(), "write {} after it");
    }

    private static CredentialsConfig file(Mapping keys) {
        return new CredentialsConfig.File(
                keys.find("path").flatMap(node -> node.file(FILE)),
                keys.find("profile")
                        .flatMap(profile ->
                                profile.name(Limits.NAME_LENGTH, PROFILE).map(Text::text))
                        .orElse(Defaults.PROFILE));
    }

    private static Optional<CredentialsConfig> files(Mapping keys) {
        if (keys.hasSecrets()) {
            return Optional.empty(); // the operator was told to name files instead
        }
        Optional<Path> secretId = keys.need("secret_id_file", FILE).flatMap(node -> node.file(FILE));
        Optional<Path> secretKey = keys.need("secret_key_file", FILE).flatMap(node -> node.file(FILE));
        Optional<Path> token = keys.find("token_file").flatMap(node -> node.file(FILE));
        return secretId.flatMap(id -> secretKey.map(key -> new CredentialsConfig.Static(id, key, token)));
    }
}
