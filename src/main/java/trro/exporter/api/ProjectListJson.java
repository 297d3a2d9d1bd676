package trro.exporter.api;

/** DescribeProjectList in TRRO's words. */
final class ProjectListJson {

    private static final ListJson LIST = new ListJson("PageNumber", "Projects", "Total");

    private ProjectListJson() {}

    static byte[] request(PageQuery page) {
        return ListJson.bytes(LIST.request(page));
    }

    static Page<ListedProject> answer(byte[] body) throws ApiException {
        return LIST.page(
                body,
                row -> Fields.id(row, "ProjectId").map(id -> new ListedProject(id, Fields.name(row, "ProjectName"))));
    }
}
