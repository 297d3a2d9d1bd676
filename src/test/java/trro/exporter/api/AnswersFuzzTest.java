package trro.exporter.api;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever is sent in the place of an answer is read or refused as {@link ApiException}, and nothing else happens. */
class AnswersFuzzTest {

    private static final List<ListAction<?>> LISTS = List.of(
            ListAction.PROJECTS,
            ListAction.LICENSED_DEVICES,
            ListAction.REGISTERED_DEVICES,
            ListAction.RECENT_SESSIONS,
            ListAction.LICENSES);

    @FuzzTest
    void statistics(byte[] body) {
        try {
            StatisticsAnswer answer = StatisticsJson.answer(body);
            int unused = answer.rows().hashCode();
        } catch (ApiException refused) {
            saidInOneLine(refused);
        }
    }

    @FuzzTest
    void lists(byte[] body) {
        for (ListAction<?> list : LISTS) {
            try {
                int unused = list.answer(body).rows().hashCode();
            } catch (ApiException refused) {
                saidInOneLine(refused);
            }
        }
    }

    @FuzzTest
    void errors(byte[] body) {
        Envelope.error(body).ifPresent(AnswersFuzzTest::saidInOneLine);
    }

    private static void saidInOneLine(ApiException refused) {
        String message = String.valueOf(refused.getMessage());
        if (message.length() > 2_000 || message.chars().anyMatch(Character::isISOControl)) {
            throw new AssertionError("not one short line: " + message, refused);
        }
    }
}
