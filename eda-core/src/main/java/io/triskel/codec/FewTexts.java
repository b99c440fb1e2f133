package io.triskel.codec;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Texts by name in the order they came, looked through one by one. An event has so few attributes that this is cheaper than hashing
 * their names, and one is made for each event. It does not change once its maker has let go of it.
 */
final class FewTexts extends AbstractMap<String, String> {
    private static final int USUAL = 8;
    private static final long UNCOUNTED = -1;

    private String[] texts;
    private int size;

    /** Counted when first asked for, which is when nothing is added any more; several threads count the same. */
    private long bytes = UNCOUNTED;

    FewTexts() {
        this.texts = new String[2 * USUAL];
    }

    /** {@return these texts, as they are now} */
    static Map<String, String> of(Map<String, String> any) {
        if (any instanceof FewTexts few) {
            return few;
        }
        FewTexts copy = new FewTexts();
        any.forEach(copy::add);
        return copy;
    }

    /** Adds a name that is not there yet; for its maker alone. */
    void add(String name, String text) {
        if (2 * size == texts.length) {
            texts = Arrays.copyOf(texts, 2 * texts.length);
        }
        texts[2 * size] = name;
        texts[2 * size + 1] = text;
        size++;
    }

    /** {@return how many bytes names and texts have together} */
    long bytes() {
        long known = bytes;
        if (known == UNCOUNTED) {
            known = 0;
            for (int i = 0; i < 2 * size; i++) {
                known += Utf8.length(texts[i]);
            }
            bytes = known;
        }
        return known;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable String get(@Nullable Object name) {
        int place = place(name);
        return place < 0 ? null : texts[place + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return place(name) >= 0;
    }

    private int place(@Nullable Object name) {
        for (int i = 0; i < 2 * size; i += 2) {
            if (texts[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super String> action) {
        for (int i = 0; i < 2 * size; i += 2) {
            action.accept(texts[i], texts[i + 1]);
        }
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, String>> iterator() {
                return new Entries();
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    private final class Entries implements Iterator<Entry<String, String>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < 2 * size;
        }

        @Override
        public Entry<String, String> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            next += 2;
            return new SimpleImmutableEntry<>(texts[next - 2], texts[next - 1]);
        }
    }
}
