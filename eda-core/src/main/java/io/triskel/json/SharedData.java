package io.triskel.json;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/**
 * Data that several readers may have as one object: records of values that nobody can change. Personal data is none, since a
 * subject may be forgotten between two readers; nor is a collection, which a reader might change.
 */
public final class SharedData {
    private SharedData() {}

    /** {@return whether objects of this class can be shared} */
    public static boolean isPossible(Class<?> type) {
        return type.isRecord() && isPossible(type, new HashSet<>());
    }

    private static boolean isPossible(Class<?> type, Set<Class<?>> seen) {
        if (type.isEnum() || ReadableType.isValue(type)) {
            return true;
        }
        if (!type.isRecord()) {
            return false;
        }
        if (!seen.add(type)) {
            return true;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (!isPossible(component.getType(), seen)) {
                return false;
            }
        }
        return true;
    }
}
