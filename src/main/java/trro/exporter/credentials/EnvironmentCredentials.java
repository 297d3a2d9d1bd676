package trro.exporter.credentials;

import java.util.Map;
import trro.exporter.api.ApiException;
import trro.exporter.api.Credentials;
import trro.exporter.model.Secret;

/** The key in the environment, under the names that the vendor's SDKs and tools use; both spellings of the token. */
final class EnvironmentCredentials implements KeyParts.Key {

    private static final String ID = "TENCENTCLOUD_SECRET_ID";
    private static final String KEY = "TENCENTCLOUD_SECRET_KEY";
    private static final String TOKEN = "TENCENTCLOUD_TOKEN";
    private static final String OTHER_TOKEN = "TENCENTCLOUD_SECURITY_TOKEN";

    private final Map<String, String> environment;

    EnvironmentCredentials(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Credentials credentials() throws ApiException {
        String tokenName = value(TOKEN).isBlank() ? OTHER_TOKEN : TOKEN;
        return new Credentials(required(ID), required(KEY), KeyParts.token(tokenName, value(tokenName)));
    }

    private Secret required(String name) throws ApiException {
        if (value(name).isBlank()) {
            throw KeyParts.problem(name + " is not set in the environment; set " + ID + " and " + KEY
                    + ", or choose another source under credentials");
        }
        return KeyParts.part(name, value(name));
    }

    private String value(String name) {
        return environment.getOrDefault(name, "");
    }
}
