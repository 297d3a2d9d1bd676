package trro.exporter.metrics;

import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What collectors may know of a scrape.
 *
 * @param project the one project whose series are asked for; empty for all
 */
record ProjectRequest(Optional<String> project) implements PrometheusScrapeRequest {

    private static final String PROJECT_PARAMETER = "project";

    /** Which projects a scrape asks for, whoever made it. */
    static Predicate<String> projects(@Nullable PrometheusScrapeRequest request) {
        String[] asked = request == null ? null : request.getParameterValues(PROJECT_PARAMETER);
        return asked == null ? projectId -> true : List.of(asked)::contains;
    }

    @Override
    public String getRequestPath() {
        return "/metrics";
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        return name.equals(PROJECT_PARAMETER)
                ? project.map(id -> new String[] {id}).orElse(null)
                : null;
    }
}
