package trro.exporter.prometheus;

import java.io.IOException;

/** A Prometheus that does not do what it was asked; the message names the option, the host and the next step. */
public final class PrometheusException extends IOException {

    private static final long serialVersionUID = 1L;

    PrometheusException(String message) {
        super(message);
    }
}
