package trro.exporter.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives a loaded machine longer than Awaitility's 10 seconds: JUnit finds this in META-INF/services. */
public final class Patience implements BeforeAllCallback {

    private static final Duration BOUND = Duration.ofSeconds(40);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(BOUND);
    }
}
