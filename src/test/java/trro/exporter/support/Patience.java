package trro.exporter.support;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives a loaded machine longer than Awaitility's 10 seconds: JUnit finds this in META-INF/services. */
public final class Patience implements BeforeAllCallback {

    /** After this time a test takes it that what it waits for will not come. Nothing is judged by it. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
