package trro.exporter.simulator;

/**
 * What arrived of one action with a valid signature.
 *
 * @param passed calls within the limit, whatever they were answered
 * @param cut calls beyond the limit; throttling that was injected as a fault is not among them
 * @param mostInAnySecond the most that one sub-account's calls ever numbered within any one second, wherever it began
 */
public record Traffic(long passed, long cut, int mostInAnySecond) {

    static final Traffic NONE = new Traffic(0, 0, 0);

    Traffic plus(Traffic other) {
        return new Traffic(passed + other.passed, cut + other.cut, Math.max(mostInAnySecond, other.mostInAnySecond));
    }
}
