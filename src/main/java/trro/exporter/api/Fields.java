package trro.exporter.api;

import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import trro.exporter.model.Unprintable;

/** Reads the fields of TRRO's JSON: some must be right, others are known or not. */
final class Fields {

    /** 9999-12-31T23:59:59Z; milliseconds in place of seconds are beyond it. */
    static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    /**
     * Of an id or name, in characters (code points, as the configuration counts them). A longer id cannot be polled, a
     * longer name is cut: both become label values.
     */
    static final int MAX_TEXT = 128;

    private Fields() {}

    /** A figure or row that cannot be right, which spoils the whole answer. */
    static final class ImpossibleException extends Exception {

        private static final long serialVersionUID = 1L;

        ImpossibleException(String path, String problem) {
            super(path + " " + problem);
        }
    }

    /** An integer from 0 to {@code max}, bare or quoted: TRRO's licence calls quote theirs. */
    static long integer(JsonNode row, String path, String name, long max) throws ImpossibleException {
        JsonNode node = row.path(name);
        String text = node.isString() || node.isIntegralNumber() ? node.asString() : "";
        if (!text.matches("-?[0-9]{1,1000}")) {
            throw new ImpossibleException(path + "." + name, absent(node).orElse("is not an integer"));
        }
        BigInteger value = new BigInteger(text);
        if (value.signum() < 0) {
            throw new ImpossibleException(path + "." + name, "is negative: " + value);
        }
        if (value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw new ImpossibleException(path + "." + name, "is over " + max + ": " + value);
        }
        return value.longValueExact();
    }

    /** Empty if there is no integer from 0 to {@code max}. */
    static OptionalLong optionalInteger(JsonNode row, String name, long max) {
        try {
            return OptionalLong.of(integer(row, "", name, max));
        } catch (ImpossibleException e) {
            return OptionalLong.empty();
        }
    }

    /** An id that can be polled and be the value of a label; empty if there is none. */
    static Optional<String> id(JsonNode row, String name) {
        return row.path(name)
                .stringValueOpt()
                .filter(id -> !id.isBlank() && characters(id) <= MAX_TEXT && !Unprintable.isIn(id));
    }

    /** The name that people gave it, on one line and cut to {@link #MAX_TEXT}; empty if there is nothing. */
    static Optional<String> name(JsonNode row, String name) {
        return row.path(name)
                .stringValueOpt()
                .map(text -> Unprintable.oneLine(text))
                .map(text ->
                        characters(text) <= MAX_TEXT ? text : text.substring(0, text.offsetByCodePoints(0, MAX_TEXT)))
                .filter(text -> !text.isEmpty());
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Says that a value is missing or null; empty if it is there. */
    static Optional<String> absent(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.of("is missing");
        }
        return node.isNull() ? Optional.of("is null") : Optional.empty();
    }
}
