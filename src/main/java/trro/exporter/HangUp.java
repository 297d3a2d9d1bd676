package trro.exporter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, which tells other programs to read their configuration again. Left to Java it would end this one, with exit
 * code 0, so that a service manager would not start it again.
 */
public final class HangUp {

    private static final Logger logger = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /** From now on each one is a line of the log and nothing else. */
    public static void ignore() {
        handle(() -> logger.warn("SIGHUP is ignored: there is no configuration to read again yet"));
    }

    /**
     * From now on each one runs this, which must not wait.
     *
     * <p>Signals are in Java's module jdk.unsupported, which the compiler warns of; hence by reflection. Where the
     * module is missing, where a system has no such signal, or with -Xrs, everything stays as it was.
     */
    public static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object run = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, received) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return method.getName().equals("equals") ? proxy == received[0] : HangUp.class.hashCode();
                    });
            Object hup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hup, run);
        } catch (ReflectiveOperationException e) {
            String reason = e instanceof InvocationTargetException && e.getCause() != null
                    ? e.getCause().toString()
                    : e.toString();
            logger.atDebug().addKeyValue("reason", reason).log("SIGHUP cannot be handled");
        }
    }
}
