package trro.exporter.status;

import java.util.List;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.CallRecord;

/**
 * The request budget and the latest calls.
 *
 * @param most how many calls are kept
 */
record CallsView(List<Budget> budgets, int most, List<Sent> rows) {

    /** @param at to the millisecond, to tell calls apart */
    record Sent(String at, CallRecord call) {}

    static CallsView of(Status status) {
        return new CallsView(
                status.budgets(),
                CallLog.KEPT,
                status.calls().stream()
                        .map(call -> new Sent(DisplayText.preciseMoment(call.sentAt()), call))
                        .toList());
    }
}
