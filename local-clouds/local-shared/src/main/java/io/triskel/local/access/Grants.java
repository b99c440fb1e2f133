package io.triskel.local.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * The grants of a local cloud's callers, the grants that they have used, and the calls that were refused. Safe for threads.
 *
 * @param <G> a grant, whose text tells people what it is
 */
public final class Grants<G> {
    private final boolean enforced;
    private final ConcurrentMap<String, Holder<G>> holders = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    private record Holder<G>(Set<G> granted, Set<G> used) {}

    private Grants(boolean enforced) {
        this.enforced = enforced;
    }

    /** {@return an empty set of grants; no caller is refused anything, and uses are not recorded} */
    public static <G> Grants<G> unlimited() {
        return new Grants<>(false);
    }

    /** {@return no grant; callers are refused what they are not granted} */
    public static <G> Grants<G> enforced() {
        return new Grants<>(true);
    }

    /** {@return whether callers may be refused anything} */
    public boolean areEnforced() {
        return enforced;
    }

    /** Grants this to a caller, beside what it has. */
    public void give(String caller, Collection<? extends G> granted) {
        holders.computeIfAbsent(
                        caller, none -> new Holder<>(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet()))
                .granted()
                .addAll(granted);
    }

    /**
     * {@return whether the caller has a grant for what it asks} Every grant that would do is used then; without one the question is
     * remembered as refused.
     *
     * @param asked what the caller asks, whose text tells people
     */
    public boolean allow(String caller, Object asked, Predicate<? super G> enough) {
        if (!enforced) {
            return true;
        }
        Holder<G> holder = holders.get(caller);
        if (holder != null) {
            List<G> allowing = holder.granted().stream().filter(enough).toList();
            holder.used().addAll(allowing);
            if (!allowing.isEmpty()) {
                return true;
            }
        }
        refused.add(caller + ": " + asked);
        return false;
    }

    /** {@return the refused calls so far, as caller and question} */
    public Set<String> refused() {
        return new TreeSet<>(refused);
    }

    /**
     * {@return the grants of each caller that nothing has used so far; callers that have used all are omitted} None if nothing
     * is enforced, since uses are not recorded then.
     */
    public Map<String, Set<String>> unused() {
        Map<String, Set<String>> unused = new TreeMap<>();
        if (!enforced) {
            return unused;
        }
        holders.forEach((caller, holder) -> holder.granted().stream()
                .filter(grant -> !holder.used().contains(grant))
                .forEach(grant ->
                        unused.computeIfAbsent(caller, none -> new TreeSet<>()).add(grant.toString())));
        return unused;
    }
}
