package trro.exporter.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logs nothing until the command line was read, which says how. Logback finds this class as a service and asks it where
 * there is no configuration in XML, whose reading would make up a large part of a start.
 */
@ConfiguratorRank(ConfiguratorRank.NOMINAL - 1) // behind an XML file, before Logback's own lines on standard output
public final class SilentStart extends ContextAwareBase implements Configurator {

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
