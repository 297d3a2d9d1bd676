package trro.exporter.api;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** DescribeProjectList in TRRO's words. */
final class ProjectListJson {

    static final ListJson<ListedProject> LIST =
            new PagedListJson<>(PagedListJson.Paging.DESCRIBE, "Projects", ProjectListJson::project);

    private ProjectListJson() {}

    private static Optional<ListedProject> project(JsonNode row) {
        return Fields.id(row, "ProjectId").map(id -> new ListedProject(id, Fields.name(row, "ProjectName")));
    }
}
