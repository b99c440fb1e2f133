package io.triskel.event;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * A class of another language that is written and read like a record.
 *
 * @param constructor takes the properties, in this order
 * @param properties all that objects of the class keep
 * @param only the one object of the class, if there is just one
 */
@ForAdapters
public record DataClass(Constructor<?> constructor, List<Property> properties, Optional<Object> only) {
    /** Larger classes are read by Jackson alone, which runs no check. */
    private static final int MOST_WITH_CHECKS = Long.SIZE;

    public DataClass {
        properties = List.copyOf(properties);
        if (properties.size() > MOST_WITH_CHECKS
                && properties.stream().anyMatch(property -> property.check().isPresent())) {
            throw new IllegalArgumentException("A class with a property of a value class must have at most "
                    + MOST_WITH_CHECKS + " properties, not " + properties.size());
        }
    }

    /**
     * A parameter of the constructor, and the field that keeps it.
     *
     * @param nullable whether it may be null, and absent in JSON
     * @param check a static method that a value passes through when it is read, unless it is null
     */
    public record Property(String name, Field field, boolean nullable, Optional<Method> check) {}

    /** Knows the data classes of a language. A {@link java.util.ServiceLoader} finds it. */
    @FunctionalInterface
    public interface Finder {
        /**
         * {@return the data class that this class is; empty if it is none}
         *
         * @throws IllegalArgumentException if it is one that could be written and never be read back
         */
        Optional<DataClass> find(Class<?> type);
    }
}
