package trro.exporter.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import trro.exporter.api.ApiException;
import trro.exporter.model.FileInput;

/** Reads a file that holds a key or a token, and names the next step if that fails. */
final class SmallFile {

    private static final int MAX_BYTES = 64 << 10;

    /** Editors of Windows write it at the beginning of UTF-8. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private SmallFile() {}

    static String read(Path path) throws ApiException {
        try (InputStream in = FileInput.open(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw KeyParts.problem(path + " is over " + MAX_BYTES + " bytes; name a file that holds a key");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            if (text.indexOf('\0') >= 0) { // of a key each second byte is 0, with a byte order mark or without
                throw KeyParts.problem(path + " is UTF-16 text; save it as UTF-8");
            }
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw KeyParts.problem(path + " does not exist; create it or correct the path");
        } catch (AccessDeniedException e) {
            throw KeyParts.problem(path + " may not be read by this user; correct its permissions");
        } catch (IOException e) {
            throw KeyParts.problem(path + " cannot be read (" + e.getMessage() + ")");
        }
    }
}
