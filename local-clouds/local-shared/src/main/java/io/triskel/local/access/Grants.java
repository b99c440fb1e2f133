package io.triskel.local.access;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The grants of a local cloud's callers, the used grants, and the denied calls. Thread-safe.
 *
 * @param <G> a grant
 * @param <N> what a call needs
 */
public class Grants<G extends Grant<N>, N> implements CallRights {
    private final boolean enforced;
    private final ConcurrentMap<String, Holder<G>> holders = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    private record Holder<G>(Set<G> granted, Set<G> used) {}

    /**
     * Starts without grants.
     *
     * @param enforced whether calls without a grant are denied; otherwise uses are not recorded
     */
    public Grants(boolean enforced) {
        this.enforced = enforced;
    }

    /** {@return whether grants are enforced} */
    public final boolean areEnforced() {
        return enforced;
    }

    /** Grants this to a caller, in addition to what it has. */
    public final void give(String caller, Collection<? extends G> granted) {
        holders.computeIfAbsent(
                        caller, none -> new Holder<>(ConcurrentHashMap.newKeySet(), ConcurrentHashMap.newKeySet()))
                .granted()
                .addAll(granted);
    }

    /**
     * {@return whether the caller may make a call that needs this} Every grant that allows it then counts as used;
     * without one the call is recorded as denied.
     */
    public final boolean allow(String caller, N needed) {
        if (!enforced) {
            return true;
        }
        Holder<G> holder = holders.get(caller);
        if (holder != null) {
            List<G> allowing = holder.granted().stream()
                    .filter(grant -> grant.allows(needed))
                    .toList();
            holder.used().addAll(allowing);
            if (!allowing.isEmpty()) {
                return true;
            }
        }
        refused.add(caller + ": " + needed);
        return false;
    }

    @Override
    public final Set<String> refused() {
        return new TreeSet<>(refused);
    }

    @Override
    public final Map<String, Set<String>> unused() {
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
