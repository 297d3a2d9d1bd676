package trro.exporter.polling;

import java.time.Duration;
import java.util.Optional;

/**
 * When a target that was answered is to be asked again, counted from when it was asked.
 *
 * @param untilNext how long where the budget allows it, 0 or more
 * @param untilClosing how long until a bucket in which it had sessions is settled, so that its last figures are
 *     there; empty if it had none
 */
public record NextPoll(Duration untilNext, Optional<Duration> untilClosing) {

    public static NextPoll after(Duration untilNext) {
        return new NextPoll(untilNext, Optional.empty());
    }
}
