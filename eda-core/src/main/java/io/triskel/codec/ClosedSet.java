package io.triskel.codec;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types that a sealed type permits, by simple name: all that its JSON may ever stand for. */
final class ClosedSet {
    /** The JSON member that tells the types of a closed set apart. */
    static final String MEMBER = "@type";

    private ClosedSet() {}

    /** An enum is sealed too once a constant has a body, and is still written by name. */
    static boolean isClosedSet(Class<?> type) {
        return type.isSealed()
                && !type.isEnum()
                && type != Personal.class
                && !type.getName().startsWith("java.");
    }

    /** The concrete types of the set, those of nested sealed types included. */
    static Map<String, Class<?>> membersOf(Class<?> sealed) {
        Map<String, Class<?>> members = new TreeMap<>();
        collect(sealed, sealed, members);
        return members;
    }

    private static void collect(Class<?> root, Class<?> sealed, Map<String, Class<?>> members) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(root, permitted, members);
                continue;
            }
            Class<?> other = members.put(permitted.getSimpleName(), permitted);
            if (other != null && other != permitted) {
                throw new IllegalArgumentException(root.getName() + " permits two types of the simple name "
                        + permitted.getSimpleName() + ", which JSON could not tell apart: rename " + permitted.getName()
                        + " or " + other.getName());
            }
        }
    }

    /** The widest sealed type that this class belongs to, so that a member written alone can be read as the set. */
    static Optional<Class<?>> rootOf(Class<?> type) {
        for (Class<?> parent : type.getInterfaces()) {
            if (isClosedSet(parent)) {
                return Optional.of(rootOf(parent).orElse(parent));
            }
        }
        Class<?> parent = type.getSuperclass();
        return parent != null && isClosedSet(parent)
                ? Optional.of(rootOf(parent).orElse(parent))
                : Optional.empty();
    }
}
