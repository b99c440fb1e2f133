package io.triskel.testkit.inbox;

import io.triskel.event.EventId;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.testkit.InboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Inboxes that each get one thing wrong, as suites to run. */
final class InboxMutants {
    private InboxMutants() {}

    static final class Control extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox();
        }
    }

    static final class DoesNothing extends InboxContract {
        @Override
        protected Inbox create() {
            return new Inbox() {
                @Override
                public List<ClaimResult> claimAll(
                        String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
                    return List.of();
                }

                @Override
                public ClaimResult claimParked(
                        String consumer, EventId event, Instant now, Duration lease, String claimant) {
                    return ClaimResult.parked();
                }

                @Override
                public List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
                    return List.of();
                }

                @Override
                public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
                    return List.of();
                }

                @Override
                public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
                    return List.of();
                }

                @Override
                public List<WriteOutcome> parkAll(List<Release> releases, Instant now) {
                    return List.of();
                }

                @Override
                public WriteOutcome completeParked(String consumer, EventId event, Instant now) {
                    return WriteOutcome.lost();
                }

                @Override
                public int forgetBefore(Instant moment, Instant now, int limit) {
                    return 0;
                }
            };
        }
    }

    /** Looks an event up by claiming it. */
    static final class ClaimsWhatItLooksUp extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
                    List<Optional<ClaimResult>> seen = super.seeAll(consumer, events, now);
                    right.claimAll(consumer, events, now, Duration.ofSeconds(1));
                    return seen;
                }
            };
        }
    }

    /** Takes a claim for current, whenever its lease ended. */
    static final class SeesEndedLeases extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<Optional<ClaimResult>> seeAll(String consumer, List<EventId> events, Instant now) {
                    return super.seeAll(consumer, events, now.minus(Duration.ofDays(1)));
                }
            };
        }
    }

    /** Leaves a claim whose answer was lost to nobody until its lease ends. */
    static final class ForgetsWhoClaimed extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<ClaimResult> claimAll(
                        String consumer, List<EventId> events, Instant now, Duration lease, String claimant) {
                    return super.claimAll(
                            consumer, events, now, lease, UUID.randomUUID().toString());
                }
            };
        }
    }

    /** Remembers the last claim of every event, so that it can write under somebody else's. */
    private static class Remembering extends DelegatingInbox {
        final Map<EventId, Claim> last = new ConcurrentHashMap<>();

        @Override
        public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
            List<ClaimResult> results = super.claimAll(consumer, events, now, lease);
            results.forEach(result -> claimOf(result, claim -> last.put(claim.event(), claim)));
            return results;
        }

        Claim lastOf(Claim claim) {
            return last.getOrDefault(claim.event(), claim);
        }
    }

    static final class CompletesWithoutAFence extends InboxContract {
        @Override
        protected Inbox create() {
            return new Remembering() {
                @Override
                public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
                    return super.completeAll(claims.stream().map(this::lastOf).toList(), now);
                }
            };
        }
    }

    /** Asks for the fence only where the lease has ended, as if all clocks agreed. */
    static final class TrustsALeaseThatSeemsToBeLive extends InboxContract {
        @Override
        protected Inbox create() {
            return new Remembering() {
                @Override
                public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
                    return super.completeAll(
                            claims.stream()
                                    .map(claim -> now.isBefore(claim.leaseEnd()) ? lastOf(claim) : claim)
                                    .toList(),
                            now);
                }
            };
        }
    }

    static final class ReleasesWithoutAFence extends InboxContract {
        @Override
        protected Inbox create() {
            return new Remembering() {
                @Override
                public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
                    return super.releaseAll(
                            releases.stream()
                                    .map(release ->
                                            new Release(lastOf(release.claim()), release.attempts(), release.untried()))
                                    .toList(),
                            now);
                }
            };
        }
    }

    static final class CompletesAfterTheLease extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
                    return super.completeAll(claims, Instant.MIN);
                }
            };
        }
    }

    static final class NeverEndsALease extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    return super.claimAll(consumer, events, now, Duration.ofDays(9_999));
                }
            };
        }
    }

    /** Takes the later of two claims for one long after the first one's lease. */
    private static class Overriding extends DelegatingInbox {
        private final AtomicInteger calls = new AtomicInteger();

        List<ClaimResult> claimAnyway(String consumer, List<EventId> events, Instant now, Duration lease) {
            return super.claimAll(consumer, events, now.plus(Duration.ofDays(calls.incrementAndGet())), lease);
        }
    }

    static final class KnowsNoLease extends InboxContract {
        @Override
        protected Inbox create() {
            return new Overriding() {
                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    return claimAnyway(consumer, events, now, lease);
                }
            };
        }
    }

    /** Asks whether the event is free, and then claims it whatever has happened since. */
    static final class ReadsBeforeItWrites extends InboxContract {
        @Override
        protected Inbox create() {
            return new Overriding() {
                private final Set<EventId> taken = ConcurrentHashMap.newKeySet();

                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    boolean free = Collections.disjoint(taken, events);
                    LockSupport.parkNanos(1_000_000);
                    taken.addAll(events);
                    return free
                            ? claimAnyway(consumer, events, now, lease)
                            : super.claimAll(consumer, events, now, lease);
                }
            };
        }
    }

    private static Release of(Release release, int attempts) {
        return new Release(release.claim(), attempts, release.untried());
    }

    static final class ForgetsAttempts extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
                    return super.releaseAll(
                            releases.stream().map(release -> of(release, 0)).toList(), now);
                }
            };
        }
    }

    static final class ForgetsWhatWasCutOff extends InboxContract {
        @Override
        protected Inbox create() {
            return new Changing(claim -> new Claim(
                    claim.consumer(),
                    claim.event(),
                    claim.fence(),
                    claim.attempt(),
                    claim.since(),
                    0,
                    claim.leaseEnd()));
        }
    }

    static final class TakesFencesFromTheClock extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                private final Map<Long, Claim> byFence = new ConcurrentHashMap<>();

                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    return super.claimAll(consumer, events, now, lease).stream()
                            .map(result -> changed(result, claim -> fenced(claim, now)))
                            .toList();
                }

                private Claim fenced(Claim claim, Instant now) {
                    byFence.put(now.toEpochMilli(), claim);
                    return withFence(claim, now.toEpochMilli());
                }

                @Override
                public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
                    return super.completeAll(claims.stream().map(this::real).toList(), now);
                }

                @Override
                public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
                    return super.releaseAll(
                            releases.stream()
                                    .map(release ->
                                            new Release(real(release.claim()), release.attempts(), release.untried()))
                                    .toList(),
                            now);
                }

                private Claim real(Claim claim) {
                    return byFence.getOrDefault(claim.fence().token(), claim);
                }
            };
        }
    }

    private static Claim withFence(Claim claim, long fence) {
        return new Claim(
                claim.consumer(),
                claim.event(),
                new Fence(fence),
                claim.attempt(),
                claim.since(),
                claim.cutOff(),
                claim.leaseEnd());
    }

    /** As where a batch is cut into requests and the last request is one short. */
    static final class DropsTheLastEntry extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<WriteOutcome> completeAll(List<Claim> claims, Instant now) {
                    if (claims.size() < 2) {
                        return super.completeAll(claims, now);
                    }
                    List<WriteOutcome> outcomes =
                            new ArrayList<>(super.completeAll(claims.subList(0, claims.size() - 1), now));
                    outcomes.add(WriteOutcome.recorded());
                    return outcomes;
                }
            };
        }
    }

    static final class LetsASourceClaimAParkedEvent extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    List<ClaimResult> results = super.claimAll(consumer, events, now, lease);
                    return parkedAreClaimed(this, results, consumer, events, now, lease);
                }
            };
        }
    }

    /** What the lot gives back becomes an event of another name, which is free. */
    static final class UnparksOnRelease extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                private final Map<EventId, Boolean> claimedByTheLot = new ConcurrentHashMap<>();
                private final Map<EventId, EventId> renamed = new ConcurrentHashMap<>();

                @Override
                public ClaimResult claimParked(String consumer, EventId event, Instant now, Duration lease) {
                    claimedByTheLot.put(event, true);
                    return super.claimParked(consumer, event, now, lease);
                }

                @Override
                public List<WriteOutcome> releaseAll(List<Release> releases, Instant now) {
                    releases.stream()
                            .map(release -> release.claim().event())
                            .filter(claimedByTheLot::containsKey)
                            .forEach(event -> renamed.put(event, new EventId(event.source(), event.id() + "-free")));
                    return super.releaseAll(releases, now);
                }

                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    return super.claimAll(
                            consumer,
                            events.stream()
                                    .map(event -> renamed.getOrDefault(event, event))
                                    .toList(),
                            now,
                            lease);
                }
            };
        }
    }

    static final class ForgetsParkedEvents extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                private boolean forgotten;

                @Override
                public int forgetBefore(Instant moment, Instant now, int limit) {
                    forgotten = true;
                    return super.forgetBefore(moment, now, limit);
                }

                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    List<ClaimResult> results = super.claimAll(consumer, events, now, lease);
                    return forgotten ? parkedAreClaimed(this, results, consumer, events, now, lease) : results;
                }
            };
        }
    }

    private static List<ClaimResult> parkedAreClaimed(
            Inbox inbox,
            List<ClaimResult> results,
            String consumer,
            List<EventId> events,
            Instant now,
            Duration lease) {
        return IntStream.range(0, results.size())
                .mapToObj(i -> results.get(i).equals(ClaimResult.parked())
                        ? inbox.claimParked(consumer, events.get(i), now, lease)
                        : results.get(i))
                .toList();
    }

    static final class ForgetsTooMuch extends InboxContract {
        @Override
        protected Inbox create() {
            return new DelegatingInbox() {
                @Override
                public int forgetBefore(Instant moment, Instant now, int limit) {
                    return Math.min(limit, super.forgetBefore(moment, now, Integer.MAX_VALUE));
                }
            };
        }
    }

    /** Writes names as its store allows, but not injectively. */
    static final class MixesUpNames extends InboxContract {
        @Override
        protected Inbox create() {
            return new Renaming(event -> new EventId(event.source(), event.id().replaceAll("[/\\\\#?]", "_")));
        }
    }

    /** Has room for ids as we write them, and for no others. */
    static final class CutsLongIds extends InboxContract {
        @Override
        protected Inbox create() {
            return new Renaming(event -> new EventId(
                    event.source(),
                    event.id().substring(0, Math.min(EventId.MAX_ID, event.id().length()))));
        }
    }

    static final class CutsLongSources extends InboxContract {
        @Override
        protected Inbox create() {
            return new Renaming(event -> new EventId(
                    event.source()
                            .substring(
                                    0,
                                    Math.min(EventId.MAX_SOURCE, event.source().length())),
                    event.id()));
        }
    }

    static final class JoinsSourceAndId extends InboxContract {
        @Override
        protected Inbox create() {
            return new Renaming(event -> {
                String joined = event.source() + "/" + event.id();
                return joined.length() > EventId.MAX_ID ? event : new EventId("/", joined);
            });
        }
    }

    /** Knows events by other names than the contract. */
    private static final class Renaming extends DelegatingInbox {
        private final UnaryOperator<EventId> name;

        Renaming(UnaryOperator<EventId> name) {
            this.name = name;
        }

        @Override
        public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
            return super.claimAll(consumer, events.stream().map(name).toList(), now, lease);
        }
    }

    /** Answers other claims than it has. */
    private static final class Changing extends DelegatingInbox {
        private final UnaryOperator<Claim> change;

        Changing(UnaryOperator<Claim> change) {
            this.change = change;
        }

        @Override
        public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
            return super.claimAll(consumer, events, now, lease).stream()
                    .map(result -> changed(result, change))
                    .toList();
        }
    }

    private static ClaimResult changed(ClaimResult result, UnaryOperator<Claim> change) {
        return result instanceof ClaimResult.Claimed claimed
                ? new ClaimResult.Claimed(change.apply(claimed.claim()))
                : result;
    }

    private static void claimOf(ClaimResult result, Consumer<Claim> use) {
        if (result instanceof ClaimResult.Claimed claimed) {
            use.accept(claimed.claim());
        }
    }
}
