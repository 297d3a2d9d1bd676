package trro.exporter.credentials;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.api.Envelope;

/**
 * The names by which STS and the metadata service hand out temporary keys.
 *
 * @see <a href="https://www.tencentcloud.com/document/product/1150/49456">STS data types</a>
 */
final class TemporaryKeyJson {

    private TemporaryKeyJson() {}

    /** The metadata service's answer: flat, with a Code that says Success. */
    static TemporaryKey ofMetadata(String source, byte[] body) throws ApiException {
        JsonNode answer = parse(source, body);
        if (!"Success".equals(answer.path("Code").stringValue(""))) {
            throw KeyParts.problem(source + " has no key for this role; check the role that is bound to the instance");
        }
        return key(source, answer, answer.path("ExpiredTime"));
    }

    /** STS's answer: the parts of the key under Credentials. */
    static TemporaryKey ofSts(String source, byte[] body) throws ApiException {
        JsonNode response = parse(source, body).path("Response");
        return key(source, response.path("Credentials"), response.path("ExpiredTime"));
    }

    private static TemporaryKey key(String source, JsonNode parts, JsonNode expiredTime) throws ApiException {
        if (!expiredTime.isIntegralNumber() || !expiredTime.canConvertToLong()) {
            throw KeyParts.problem(source + " did not say when the key expires; ask again or report it");
        }
        Credentials credentials = new Credentials(
                KeyParts.part(source + " TmpSecretId", parts.path("TmpSecretId").stringValue("")),
                KeyParts.part(
                        source + " TmpSecretKey", parts.path("TmpSecretKey").stringValue("")),
                KeyParts.token(source + " Token", parts.path("Token").stringValue("")));
        long epochSecond = Math.min(Math.max(expiredTime.longValue(), 0), Instant.MAX.getEpochSecond());
        return new TemporaryKey(credentials, Instant.ofEpochSecond(epochSecond));
    }

    private static JsonNode parse(String source, byte[] body) throws ApiException {
        try {
            return Envelope.parse(body);
        } catch (ApiException e) {
            // The parser's own words quote the answer, which may hold a key.
            throw KeyParts.problem(
                    source + " did not answer in JSON; check that nothing on the way answers in its place");
        }
    }
}
