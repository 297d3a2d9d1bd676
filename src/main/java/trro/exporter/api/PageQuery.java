package trro.exporter.api;

/**
 * The page of a list that is asked for.
 *
 * @param number from 1
 * @param size the most rows that it has, 1 or more; the largest that TRRO allows is not documented
 */
public record PageQuery(int number, int size) {

    public PageQuery {
        if (number < 1 || size < 1) {
            throw new IllegalArgumentException("number or size is below 1: " + number + ", " + size);
        }
    }
}
