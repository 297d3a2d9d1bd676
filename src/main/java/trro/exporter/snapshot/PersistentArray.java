package trro.exporter.snapshot;

import java.util.function.IntFunction;

/**
 * An immutable array of fixed length. Changing an element costs a few small copies instead of one of everything.
 *
 * <p>A tree with 32 children a node: with a million elements a change copies four nodes.
 */
final class PersistentArray<T> {

    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;

    private final Object[] root;
    private final int height; // levels of nodes below the root

    private PersistentArray(Object[] root, int height) {
        this.root = root;
        this.height = height;
    }

    /** An array of so many elements, each as {@code element} has it for its index. */
    static <T> PersistentArray<T> of(int length, IntFunction<T> element) {
        int height = 0;
        for (long capacity = WIDTH; capacity < length; capacity *= WIDTH) {
            height++;
        }
        return new PersistentArray<>(node(height, 0, length, element), height);
    }

    /** The node whose elements begin at {@code first}, as far as the length reaches. */
    private static <T> Object[] node(int level, int first, int length, IntFunction<T> element) {
        Object[] node = new Object[WIDTH];
        int step = 1 << (level * BITS);
        for (int slot = 0; slot < WIDTH && first + slot * step < length; slot++) {
            int start = first + slot * step;
            node[slot] = level == 0 ? element.apply(start) : node(level - 1, start, length, element);
        }
        return node;
    }

    @SuppressWarnings("unchecked")
    T at(int index) {
        Object[] node = root;
        for (int level = height; level > 0; level--) {
            node = (Object[]) node[slot(index, level)];
        }
        return (T) node[slot(index, 0)];
    }

    PersistentArray<T> with(int index, T value) {
        return new PersistentArray<>(with(root, height, index, value), height);
    }

    private static Object[] with(Object[] node, int level, int index, Object value) {
        Object[] copy = node.clone();
        int slot = slot(index, level);
        copy[slot] = level == 0 ? value : with((Object[]) node[slot], level - 1, index, value);
        return copy;
    }

    private static int slot(int index, int level) {
        return index >>> (level * BITS) & (WIDTH - 1);
    }
}
