package trro.exporter.config;

import java.util.Optional;

/** Whole numbers with bounds. */
final class WholeNumber {

    private WholeNumber() {}

    /** The number; what is none, or is out of bounds, is reported. */
    static Optional<Integer> read(ConfigNode node, int min, int max, String nextStep) {
        Optional<ConfigText> text = node.text(nextStep);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> number = text.map(ConfigText::text)
                .filter(digits -> digits.matches("[0-9]{1,9}"))
                .map(Integer::valueOf);
        if (number.isEmpty()) {
            node.problem("%s is not a whole number; %s".formatted(text.get().shown(), nextStep));
        } else if (number.get() < min || number.get() > max) {
            node.problem("%s is out of bounds; %s".formatted(text.get().shown(), nextStep));
            return Optional.empty();
        }
        return number;
    }
}
