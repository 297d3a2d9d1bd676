package trro.exporter.yaml;

import java.time.Duration;

/**
 * The durations that a key accepts, and the one that it has when it is left out.
 *
 * @param min the least, included
 * @param max the most, included
 */
public record DurationRange(Duration min, Duration max, Duration defaultValue) {

    /** The next step after a bad value. */
    String nextStep() {
        return "give a duration from %s to %s, such as %s (the default)"
                .formatted(DurationText.format(min), DurationText.format(max), DurationText.format(defaultValue));
    }
}
