package trro.exporter.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.model.Device;
import trro.exporter.model.DeviceType;
import trro.exporter.model.LicenseCounts;

/** The lists and the licences, in TRRO's words. */
class ListJsonTest {

    private static final PageQuery PAGE = new PageQuery(2, 100);
    private static final Instant START = Instant.parse("2022-08-22T07:00:00Z");
    private static final Instant UPDATE = Instant.parse("2022-08-22T08:00:00Z");

    @Test
    void asksAsEachActionSpellsIt() {
        assertThat(request(ListAction.PROJECTS, ListAction.ACCOUNT)).isEqualTo("{\"PageNumber\":2,\"PageSize\":100}");
        assertThat(request(ListAction.LICENSED_DEVICES, "p"))
                .isEqualTo("{\"PageNum\":2,\"PageSize\":100,\"ProjectId\":\"p\"}");
        assertThat(request(ListAction.REGISTERED_DEVICES, "p"))
                .isEqualTo("{\"PageNumber\":2,\"PageSize\":100,\"ProjectId\":\"p\",\"RegisterType\":1}");
        assertThat(request(ListAction.RECENT_SESSIONS, "p"))
                .isEqualTo("{\"PageNumber\":2,\"PageSize\":100,\"ProjectId\":\"p\"}");
        assertThat(request(ListAction.LICENSES, ListAction.ACCOUNT)).isEqualTo("{}");
    }

    @Test
    void rowsAreToldApartByTheirIds() {
        Device one = licensed("truck-1", "Truck 1", "2026-11-24T00:00:00Z");
        RecentSession session = new RecentSession(Optional.of("truck-1"), Optional.empty(), START, UPDATE);

        assertThat(ListAction.LICENSED_DEVICES.identity(one))
                .isEqualTo(ListAction.LICENSED_DEVICES.identity(Device.named("truck-1")));
        assertThat(ListAction.RECENT_SESSIONS.identity(session))
                .isNotEqualTo(ListAction.RECENT_SESSIONS.identity(
                        new RecentSession(Optional.of("truck-1"), Optional.empty(), START, START)));
    }

    @Test
    void readsProjectsAndCountsThoseWithoutAnId() throws ApiException, IOException {
        Page<ListedProject> page = ListAction.PROJECTS.answer(resource("project-list"));

        assertThat(page.requestId()).isEqualTo("r-projects");
        assertThat(page.rows())
                .containsExactly(
                        new ListedProject("f3glr49ry0i0xlm7", Optional.of("Qingdao harbour")),
                        new ListedProject("abcdefg", Optional.empty()));
        assertThat(page.total()).hasValue(3);
        assertThat(page.unreadable()).isEqualTo(1);
    }

    @Test
    void readsDevicesWithTheirLicences() throws ApiException, IOException {
        Page<Device> page = ListAction.LICENSED_DEVICES.answer(resource("devices"));

        assertThat(page.rows())
                .containsExactly(
                        licensed("truck-1", "Truck 1", "2026-11-24T00:00:00Z"),
                        licensed("truck-1", "Truck one", "2026-12-24T00:00:00Z"),
                        Device.named("truck-2"),
                        Device.named("truck-3"),
                        Device.named("truck-4"));
        assertThat(page.total()).hasValue(7);
        assertThat(page.unreadable()).isEqualTo(2);
    }

    @Test
    void readsTypesAndLeavesUnknownOnesOpen() throws ApiException, IOException {
        Page<Device> page = ListAction.REGISTERED_DEVICES.answer(resource("device-list"));

        assertThat(page.rows())
                .containsExactly(
                        new Device("truck-1", Optional.of("Truck 1"), Optional.of(DeviceType.FIELD), Optional.empty()),
                        new Device(
                                "cockpit-1", Optional.of("Cockpit"), Optional.of(DeviceType.REMOTE), Optional.empty()),
                        Device.named("drone-1"));
        assertThat(page.unreadable()).isEqualTo(1);
    }

    @Test
    void readsSessionsOfEitherSideAndTime() throws ApiException, IOException {
        Page<RecentSession> page = ListAction.RECENT_SESSIONS.answer(resource("recent-session-list"));

        assertThat(page.rows())
                .containsExactly(
                        new RecentSession(Optional.of("truck-1"), Optional.of("cockpit-1"), START, UPDATE),
                        new RecentSession(Optional.of("truck-2"), Optional.empty(), START, START),
                        new RecentSession(Optional.empty(), Optional.of("cockpit-2"), UPDATE, UPDATE));
        assertThat(page.unreadable()).isEqualTo(2);
    }

    @Test
    void readsLicences() throws ApiException {
        assertThat(licenses(utf8("{\"Response\":{\"Valid\":9,\"Bound\":\"6\",\"UnBound\":3,\"Expire\":2,"
                        + "\"MonthlyExpire\":1,\"RequestId\":\"r\"}}")))
                .isEqualTo(new LicenseCounts(9, 6, 3, 2, OptionalLong.of(1)));
        assertThat(licenses(utf8(
                        "{\"Response\":{\"Valid\":9,\"Bound\":6,\"UnBound\":3,\"Expire\":2,\"RequestId\":\"r\"}}")))
                .isEqualTo(new LicenseCounts(9, 6, 3, 2, OptionalLong.empty()));
    }

    @Test
    void aLicenceCountThatCannotBeRightSpoilsTheAnswer() {
        assertMalformed(
                () -> ListAction.LICENSES.answer(
                        utf8("{\"Response\":{\"Valid\":9,\"Bound\":6,\"Expire\":2,\"RequestId\":\"r\"}}")),
                "Response.UnBound is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"Response\":{\"RequestId\":\"r\"}}                                 | Response.Devices is missing",
                "{\"Response\":{\"Devices\":null,\"TotalCount\":1,\"RequestId\":\"r\"}} | Response.Devices is null",
                "{\"Response\":{\"Devices\":{},\"TotalCount\":0,\"RequestId\":\"r\"}}   | Response.Devices is not an array"
            })
    void anAnswerWithoutAListIsMalformed(String body, String problem) {
        assertMalformed(() -> ListAction.LICENSED_DEVICES.answer(utf8(body)), problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"Response\":{\"TotalCount\":0}}", "{\"Response\":{\"Devices\":null,\"TotalCount\":0}}"})
    void noListIsAnEmptyOneIfTheTotalIsZero(String body) throws ApiException {
        assertThat(ListAction.LICENSED_DEVICES.answer(utf8(body)).rows()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"null", "-1", "\"many\"", "1.5"})
    void aTotalThatIsNoneIsUnknown(String total) throws ApiException {
        assertThat(ListAction.LICENSED_DEVICES
                        .answer(utf8("{\"Response\":{\"Devices\":[],\"TotalCount\":" + total + "}}"))
                        .total())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\u0000", "\\u0080", "\\u009f", "\\u2028", "\\u200b", "\\ud83d"})
    void anIdThatCannotBeReadOnAPageIsNotPolledAndANameIsPutOnOneLine(String character) throws ApiException {
        Page<ListedProject> page =
                ListAction.PROJECTS.answer(utf8(("{'Response':{'Total':2,'RequestId':'r','Projects':["
                                + "{'ProjectId':'p%1$sq'},{'ProjectId':'q','ProjectName':'Q%1$s1'}]}}")
                        .formatted(character)
                        .replace('\'', '"')));

        assertThat(page.rows()).containsExactly(new ListedProject("q", Optional.of("Q 1")));
        assertThat(page.unreadable()).isEqualTo(1);
    }

    @Test
    void longNamesAreCutAndLongIdsCannotBePolled() throws ApiException {
        String truck = "\ud83d\ude9a";
        Page<Device> page = ListAction.LICENSED_DEVICES.answer(
                utf8("{\"Response\":{\"Devices\":[{\"DeviceId\":\"d\",\"DeviceName\":\"" + truck.repeat(129)
                        + "\"},{\"DeviceId\":\"" + "d".repeat(129) + "\"}]}}"));

        assertThat(page.rows()).extracting(Device::name).containsExactly(Optional.of(truck.repeat(128)));
        assertThat(page.unreadable()).isEqualTo(1);
    }

    @Test
    void charactersOfAnIdAreCountedAsInTheConfiguration() throws ApiException {
        String longest = "\ud83d\ude9a".repeat(128);

        Page<Device> page = ListAction.LICENSED_DEVICES.answer(utf8("{\"Response\":{\"Devices\":[{\"DeviceId\":\""
                + longest + "\"},{\"DeviceId\":\"" + longest + "x\"}]}}"));

        assertThat(page.rows()).extracting(Device::id).containsExactly(longest);
        assertThat(page.unreadable()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800x", "\\udc00x", "x\\ud83d", "\\ude9a\\ud83d", "\\ud83d \\ude9a"})
    void anIdWithHalfAPairOfSurrogatesIsUnreadable(String escaped) throws ApiException {
        String id = "\"" + escaped + "\"";
        String devices = "{\"Response\":{\"Devices\":[{\"DeviceId\":%s},{\"DeviceId\":\"\\ud83d\\ude9a\"}]}}";
        String projects = "{\"Response\":{\"Projects\":[{\"ProjectId\":%s},{\"ProjectId\":\"q\"}]}}";

        Page<Device> licensed = ListAction.LICENSED_DEVICES.answer(utf8(devices.formatted(id)));
        Page<ListedProject> listed = ListAction.PROJECTS.answer(utf8(projects.formatted(id)));

        assertThat(licensed.rows()).extracting(Device::id).containsExactly("\ud83d\ude9a");
        assertThat(licensed.unreadable()).isEqualTo(1);
        assertThat(listed.rows()).extracting(ListedProject::id).containsExactly("q");
        assertThat(listed.unreadable()).isEqualTo(1);
    }

    @Test
    void idsAndNamesOfTheLongestLengthStayWhole() throws ApiException {
        String longest = "d".repeat(128);
        Page<Device> page = ListAction.LICENSED_DEVICES.answer(
                utf8("{'Response':{'Devices':[{'DeviceId':'%1$s','DeviceName':'%1$s'}]}}"
                        .formatted(longest)
                        .replace('\'', '"')));

        assertThat(page.rows()).extracting(Device::id).containsExactly(longest);
        assertThat(page.rows()).extracting(Device::name).containsExactly(Optional.of(longest));
    }

    private interface Reading {
        Object read() throws ApiException;
    }

    private static void assertMalformed(Reading reading, String problem) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(reading::read)
                .withMessage("the answer cannot be used: " + problem)
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
                    assertThat(failure.requestId()).contains("r");
                });
    }

    private static Device licensed(String id, String name, String until) {
        return new Device(id, Optional.of(name), Optional.empty(), Optional.of(Instant.parse(until)));
    }

    private static String request(ListAction<?> action, String key) {
        return new String(action.request(key, PAGE), UTF_8);
    }

    private static LicenseCounts licenses(byte[] body) throws ApiException {
        Page<LicenseCounts> page = ListAction.LICENSES.answer(body);
        assertThat(page.rows()).hasSize(1);
        assertThat(page.total()).hasValue(1);
        return page.rows().get(0);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ListJsonTest.class.getResourceAsStream("/api/" + name + ".json"), name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }
}
