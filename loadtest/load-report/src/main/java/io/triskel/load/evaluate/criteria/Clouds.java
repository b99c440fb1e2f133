package io.triskel.load.evaluate.criteria;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The clouds that are compared, in the order of all tables. */
public final class Clouds {
    public static final List<String> ALL = List.of("aws", "azure", "gcp");

    private Clouds() {}

    /** {@return a value for each cloud, in their order} */
    public static <T> Map<String, T> each(Function<String, T> value) {
        Map<String, T> all = new TreeMap<>();
        ALL.forEach(cloud -> all.put(cloud, value.apply(cloud)));
        return all;
    }
}
