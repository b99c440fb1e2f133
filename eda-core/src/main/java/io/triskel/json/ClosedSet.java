package io.triskel.json;

import io.triskel.personal.Personal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The types that a sealed type permits, by registered name. */
public final class ClosedSet {
    /** The JSON member that distinguishes the types of a closed set. */
    static final String MEMBER = "@type";

    private ClosedSet() {}

    /** An enum is sealed too if a constant has a body, and is still written by name. */
    static boolean isClosedSet(Class<?> type) {
        return type.isSealed()
                && !type.isEnum()
                && type != Personal.class
                && !type.getName().startsWith("java.");
    }

    /** The concrete types of the set by the name that is written, those of nested sealed types included. */
    static Map<String, Class<?>> membersOf(Class<?> sealed) {
        Map<String, Class<?>> members = new TreeMap<>();
        for (Class<?> member : concrete(sealed)) {
            Class<?> other = members.put(nameOf(member), member);
            if (other != null) {
                throw new IllegalArgumentException(sealed.getName() + " permits two types of the name '"
                        + nameOf(member) + "', which JSON could not tell apart: give " + other.getName() + " or "
                        + member.getName() + " another name by @WireName");
            }
        }
        members.forEach((name, member) -> requireNoOtherClass(sealed, name, member));
        return members;
    }

    /** Data written before names were registered has the simple name, and would be read as another type. */
    private static void requireNoOtherClass(Class<?> sealed, String name, Class<?> member) {
        for (Class<?> other : concrete(sealed)) {
            if (other.getSimpleName().equals(name) && !member.getSimpleName().equals(name)) {
                throw new IllegalArgumentException(sealed.getName() + " permits " + member.getName() + " by the name '"
                        + name + "', which is the simple name of " + other.getName()
                        + ", so that older data could mean either: rename that class, or give another @WireName");
            }
        }
    }

    /**
     * The types by each readable name: registered names, then the simple names of members written before names were
     * registered. A simple name shared by two types was never written.
     */
    static Map<String, Class<?>> readableOf(Class<?> sealed) {
        Map<String, Class<?>> names = new LinkedHashMap<>(membersOf(sealed));
        Map<String, Class<?>> simple = new TreeMap<>();
        Set<String> shared = new HashSet<>();
        for (Class<?> member : concrete(sealed)) {
            if (simple.put(member.getSimpleName(), member) != null) {
                shared.add(member.getSimpleName());
            }
        }
        simple.keySet().removeAll(shared);
        simple.forEach(names::putIfAbsent);
        return names;
    }

    /** {@return the name of a member in JSON: the registered one, or the simple name of a class that is only read} */
    static String nameOf(Class<?> member) {
        String named = Names.ofMember(member);
        return named == null ? member.getSimpleName() : named;
    }

    static boolean hasName(Class<?> member) {
        return Names.ofMember(member) != null;
    }

    /** A type is visited twice if two nested sealed types permit it. */
    private static Set<Class<?>> concrete(Class<?> sealed) {
        Set<Class<?>> found = new LinkedHashSet<>();
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                found.addAll(concrete(permitted));
            } else {
                found.add(permitted);
            }
        }
        return found;
    }

    /** Finds the widest sealed type of this class, so that a member written alone can be read as the set. */
    public static Optional<Class<?>> rootOf(Class<?> type) {
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
