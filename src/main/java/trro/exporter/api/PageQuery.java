package trro.exporter.api;

/**
 * Which page of a list is asked for.
 *
 * @param number from 1
 * @param size how many rows it has at most, 1 or more; the largest that TRRO allows is not documented
 */
public record PageQuery(int number, int size) {

    public PageQuery {
        if (number < 1 || size < 1) {
            throw new IllegalArgumentException("number or size is below 1: " + number + ", " + size);
        }
    }
}
