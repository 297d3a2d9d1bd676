package trro.exporter.web;

import java.util.List;
import java.util.Optional;

/**
 * A scrape as its client asked for it.
 *
 * @param accept the media types that the client takes, as sent; decides the format
 * @param names the metrics to keep, from {@code name[]}; empty means all
 * @param project the one project to show, from {@code project}; a blank one is passed on, since it is no project's id
 */
public record ScrapeRequest(Optional<String> accept, List<String> names, Optional<String> project) {

    public ScrapeRequest {
        names = List.copyOf(names);
    }
}
