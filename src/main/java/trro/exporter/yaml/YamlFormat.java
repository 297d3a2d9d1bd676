package trro.exporter.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import trro.exporter.model.FileFailure;
import trro.exporter.model.FileInput;

/**
 * One kind of YAML file: its reader, and its own words for messages.
 *
 * @param whichFile the next step when the file cannot be found, such as the option that names it
 * @param shorten the next step when it is too large, such as {@code list fewer devices}
 * @param secretKeys names under which people write secrets into such a file, in lower case and without {@code _} and
 *     {@code -}; where a mapping does not know such a key, {@code noSecrets} is the message
 * @param noSecrets says where secrets belong instead
 * @param reader makes the value of the root; empty only after it reported a problem
 */
public record YamlFormat<T>(
        String whichFile,
        String shorten,
        Set<String> secretKeys,
        String noSecrets,
        Function<Node, Optional<T>> reader) {

    public static final int FILE_BYTES = 16 * 1024 * 1024;

    /** Characters of any value once its variables are expanded. */
    public static final int TEXT_CHARACTERS = 4096;

    public YamlFormat {
        secretKeys = Set.copyOf(secretKeys);
    }

    /**
     * The hash of a file's content as far as such a file may reach, to know whether it has changed; the reason where it
     * cannot be read.
     */
    public static String fingerprint(Path file) {
        try (InputStream in = FileInput.open(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(in.readNBytes(FILE_BYTES + 1)));
        } catch (IOException e) {
            return e.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /**
     * Reads the file; every call reads it anew.
     *
     * @param environment the variables that <code>${NAME}</code> in values refers to
     * @throws ProblemsException with all problems
     */
    public T load(Path file, Map<String, String> environment) throws ProblemsException {
        return parse(decode(read(file), file), file, environment);
    }

    /**
     * As {@link #load}, of a text that was read already.
     *
     * @param file named in messages; relative paths start at its folder; need not exist
     */
    public T parse(String text, Path file, Map<String, String> environment) throws ProblemsException {
        String source = file.toString();
        YamlNode yaml = YamlParser.parse(text, source, shorten);
        Problems problems = new Problems();
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        Node.Context context = new Node.Context(environment, folder, this, problems);
        Optional<T> value = reader.apply(new Node(yaml, "", yaml.line(), false, context));
        problems.throwIfAny(source);
        return value.orElseThrow(() -> new IllegalStateException("neither a value nor a problem"));
    }

    private byte[] read(Path file) throws ProblemsException {
        if (Files.isDirectory(file)) {
            throw failure(file, "is a folder; " + whichFile);
        }
        if (Files.notExists(file)) {
            throw failure(file, "does not exist; " + whichFile);
        }
        try (InputStream in = FileInput.open(file)) {
            byte[] bytes = in.readNBytes(FILE_BYTES + 1);
            if (bytes.length > FILE_BYTES) {
                throw failure(file, "is larger than %s MiB; %s".formatted(FILE_BYTES >> 20, shorten));
            }
            return bytes;
        } catch (IOException e) {
            throw failure(
                    file,
                    "cannot be read (%s); name a file that the exporter's user may read"
                            .formatted(FileFailure.words(e)));
        }
    }

    private static String decode(byte[] bytes, Path file) throws ProblemsException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            int line = YamlParser.lineAt(out.flip(), out.limit());
            throw new ProblemsException(
                    file.toString(), Problem.ofLine(line, "is not valid UTF-8; save the file as UTF-8 text"));
        }
        return out.flip().toString();
    }

    private static ProblemsException failure(Path file, String message) {
        return new ProblemsException(file.toString(), Problem.ofFile(message));
    }
}
