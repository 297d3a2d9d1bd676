package trro.exporter.discovery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import trro.exporter.api.ApiException;
import trro.exporter.api.ApiException.Kind;
import trro.exporter.api.ListAction;
import trro.exporter.api.ListedProject;
import trro.exporter.api.Page;
import trro.exporter.api.PageQuery;
import trro.exporter.api.RecentSession;
import trro.exporter.api.StatisticsAnswer;
import trro.exporter.api.StatisticsQuery;
import trro.exporter.api.TrroAction;
import trro.exporter.api.TrroApi;
import trro.exporter.model.Device;
import trro.exporter.model.LicenseCounts;
import trro.exporter.pacing.Permit;
import trro.exporter.support.Permits;
import trro.exporter.time.TimeSource;

/** A TRRO of lists, which a test fills and spoils, and which remembers what it was asked. */
final class FakeLists implements TrroApi {

    /** What was asked. */
    record Asked(TrroAction action, String key, PageQuery page, Duration at) {}

    /** Goes wrong instead of answering, or does nothing. */
    interface Fault {
        void before(TrroAction action, String key, PageQuery page) throws ApiException, InterruptedException;
    }

    static final LicenseCounts LICENSES = new LicenseCounts(9, 8, 1, 2, OptionalLong.empty());

    final List<Asked> asked = new ArrayList<>();
    final Map<String, List<Device>> licensed = new HashMap<>();
    final Map<String, List<Device>> listed = new HashMap<>();
    final Map<String, List<RecentSession>> sessions = new HashMap<>();
    List<ListedProject> projects = List.of();
    List<LicenseCounts> licenses = List.of();
    Fault fault = (action, key, page) -> {};
    Runnable preparation = () -> {};
    OptionalLong promised = OptionalLong.empty(); // by totals; the truth if empty
    int mostOnPage = 100;
    int unreadable; // on each page of devices

    private final TimeSource time;

    FakeLists(TimeSource time) {
        this.time = time;
    }

    static ApiException failure(Kind kind, String code) {
        return new ApiException(kind, code, code + " from the test", Optional.of("request-2"));
    }

    /** From now on an action fails like this. */
    void fail(TrroAction failing, Kind kind, String code) {
        fault = (action, key, page) -> {
            if (action == failing) {
                throw failure(kind, code);
            }
        };
    }

    void heal() {
        fault = (action, key, page) -> {};
    }

    void projects(String... ids) {
        projects = Stream.of(ids)
                .map(id -> new ListedProject(id, Optional.of("name of " + id)))
                .toList();
    }

    void devices(String project, String... ids) {
        licensed.put(project, Stream.of(ids).map(Device::named).toList());
    }

    void sessions(String project, Instant latest, String... fieldDevices) {
        sessions.put(
                project,
                Stream.of(fieldDevices)
                        .map(id -> new RecentSession(Optional.of(id), Optional.empty(), latest, latest))
                        .toList());
    }

    List<Asked> asked(TrroAction action) {
        return asked.stream().filter(call -> call.action() == action).toList();
    }

    List<Asked> asked(TrroAction action, String key) {
        return asked(action).stream().filter(call -> call.key().equals(key)).toList();
    }

    @Override
    public StatisticsAnswer sessionStatistics(StatisticsQuery query, Permit permit) {
        throw new AssertionError("figures were asked for");
    }

    @Override
    public <T> Page<T> list(ListAction<T> action, String key, PageQuery query, Permit permit)
            throws ApiException, InterruptedException {
        preparation.run();
        permit.sent();
        asked.add(new Asked(action.action(), key, query, Duration.ofNanos(time.nanoTime())));
        try {
            fault.before(action.action(), key, query);
        } catch (ApiException e) {
            throw Permits.refused(permit, e);
        }
        List<T> all = rows(action, key);
        int size = Math.min(mostOnPage, query.size());
        int from = Math.min((query.number() - 1) * size, all.size());
        int to = Math.min(from + size, all.size());
        return new Page<>(
                "request-1",
                all.subList(from, to),
                OptionalLong.of(promised.orElse(all.size())),
                action == ListAction.LICENSED_DEVICES ? unreadable : 0);
    }

    @SuppressWarnings("unchecked") // an action has rows of one type
    private <T> List<T> rows(ListAction<T> action, String key) {
        Map<ListAction<?>, List<?>> lists = Map.of(
                ListAction.PROJECTS, projects,
                ListAction.LICENSED_DEVICES, licensed.getOrDefault(key, List.of()),
                ListAction.REGISTERED_DEVICES, listed.getOrDefault(key, List.of()),
                ListAction.RECENT_SESSIONS, sessions.getOrDefault(key, List.of()),
                ListAction.LICENSES, licenses);
        return (List<T>) Objects.requireNonNull(lists.get(action), action::toString);
    }
}
