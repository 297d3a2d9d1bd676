package trro.exporter.simulator;

import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One page of a list; its largest size is not documented, so the simulator's settings decide.
 *
 * @param number from 1; 0 is taken for 1, as the vendor's sample does
 * @param size 1 or more
 */
record Page(long number, long size) {

    private static final String SIZE_NAME = "PageSize";
    private static final long FIRST = 1;
    private static final long DEFAULT_SIZE = 10;

    /** The page that a question must name. */
    static Page required(Parameters parameters, String numberName, int maxSize) throws Refusal {
        return of(numberName, parameters.requiredNumber(numberName), parameters.requiredNumber(SIZE_NAME), maxSize);
    }

    /** The page that a question may name; else the first ten rows. */
    static Page optional(Parameters parameters, String numberName, int maxSize) throws Refusal {
        return of(
                numberName,
                parameters.number(numberName).orElse(FIRST),
                parameters.number(SIZE_NAME).orElse(DEFAULT_SIZE),
                maxSize);
    }

    private static Page of(String numberName, long number, long size, int maxSize) throws Refusal {
        if (number < 0) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER_VALUE, numberName + " must not be negative.");
        }
        if (size < 1 || size > maxSize) {
            throw new Refusal(ErrorCode.INVALID_PARAMETER_VALUE, "PageSize must be 1 to " + maxSize + ".");
        }
        return new Page(number, size);
    }

    /** Puts the page's rows into an answer, with how many rows there are in all and how many are here. */
    <T> void write(String name, List<T> all, BiConsumer<T, ObjectNode> writer, ObjectNode response) {
        List<T> shown = of(all);
        ArrayNode array = response.putArray(name);
        shown.forEach(row -> writer.accept(row, array.addObject()));
        response.put("Total", all.size());
        response.put("Num", shown.size());
    }

    <T> List<T> of(List<T> all) {
        long pagesBefore = Math.min(Math.max(number, 1) - 1, all.size());
        long first = Math.min(pagesBefore * size, all.size());
        long end = Math.min(first + size, all.size());
        return all.subList((int) first, (int) end);
    }
}
