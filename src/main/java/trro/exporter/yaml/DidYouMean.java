package trro.exporter.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The word that the operator most likely meant. */
public final class DidYouMean {

    private static final int LONGEST = 64;

    private DidYouMean() {}

    /** The nearest of {@code words} by edits, if at most a third of it is different; of equals the first. */
    public static Optional<String> nearest(String text, Collection<String> words) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> nearest = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (String word : words) {
            int edits = edits(normal(text), normal(word));
            if (edits < least && edits <= Math.max(1, word.length() / 3)) {
                nearest = Optional.of(word);
                least = edits;
            }
        }
        return nearest;
    }

    /** Those of {@code words} that differ in at most {@code most} edits, the nearest first. */
    public static List<String> within(int most, String text, Collection<String> words) {
        return words.stream()
                .filter(word -> Math.abs(word.length() - text.length()) <= most && edits(text, word) <= most)
                .sorted(Comparator.<String>comparingInt(word -> edits(text, word))
                        .thenComparing(word -> word))
                .toList();
    }

    private static String normal(String text) {
        return text.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Characters to insert, delete, replace or swap with their neighbour until one is the other. */
    private static int edits(String left, String right) {
        int[][] edits = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, left, right, i, j);
            }
        }
        return edits[left.length()][right.length()];
    }

    private static int cheapest(int[][] edits, String left, String right, int i, int j) {
        boolean same = left.charAt(i - 1) == right.charAt(j - 1);
        int cheapest = Math.min(Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1
                && j > 1
                && left.charAt(i - 1) == right.charAt(j - 2)
                && left.charAt(i - 2) == right.charAt(j - 1);
        return swapped ? Math.min(cheapest, edits[i - 2][j - 2] + 1) : cheapest;
    }
}
