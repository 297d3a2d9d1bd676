package trro.exporter.status;

import java.util.List;
import java.util.Optional;
import trro.exporter.model.StatisticInterval;
import trro.exporter.snapshot.CallLog;
import trro.exporter.snapshot.CallRecord;

/**
 * The request budget and the latest calls, in words.
 *
 * @param most how many calls are kept
 */
record CallsView(List<BudgetRow> budgets, String most, List<CallRow> rows) {

    /**
     * A call as a line.
     *
     * @param failed whether it was not answered as it should be
     */
    record CallRow(
            String at,
            String account,
            String action,
            Optional<String> project,
            Optional<String> device,
            Optional<String> interval,
            String millis,
            String code,
            boolean failed,
            Optional<String> requestId) {

        static CallRow of(CallRecord call) {
            return new CallRow(
                    DisplayText.preciseMoment(call.sentAt()),
                    call.account(),
                    call.question().action(),
                    call.question().project(),
                    call.question().device(),
                    call.question().interval().map(StatisticInterval::label),
                    DisplayText.count(call.took().toMillis()),
                    call.code(),
                    !call.answered(),
                    call.requestId());
        }
    }

    static CallsView of(Status status) {
        return new CallsView(
                status.budgets().stream().map(BudgetRow::of).toList(),
                DisplayText.count(CallLog.KEPT),
                status.calls().stream().map(CallRow::of).toList());
    }
}
