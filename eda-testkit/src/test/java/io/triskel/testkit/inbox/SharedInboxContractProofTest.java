package io.triskel.testkit.inbox;

import io.triskel.event.EventId;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.SharedInboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharedInboxContractProofTest {
    static final class Control extends SharedInboxContract {
        private final Inbox store = new DelegatingInbox();

        @Override
        protected Inbox process() {
            return store;
        }
    }

    static final class DoesNothing extends SharedInboxContract {
        @Override
        protected Inbox process() {
            return new InboxMutants.DoesNothing().create();
        }
    }

    static final class BelievesWhatItRemembers extends SharedInboxContract {
        private final Inbox store = new DelegatingInbox();

        @Override
        protected Inbox process() {
            return new DelegatingInbox(store) {
                private final Set<EventId> claimed = new HashSet<>();

                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    if (claimed.containsAll(events)) {
                        return events.stream()
                                .<ClaimResult>map(event -> new ClaimResult.InProgress(now, now.plus(lease)))
                                .toList();
                    }
                    claimed.addAll(events);
                    return super.claimAll(consumer, events, now, lease);
                }
            };
        }
    }

    /** Keeps long identities in its memory, and short ones in the store. */
    static final class KeepsLongIdsToItself extends SharedInboxContract {
        private final Inbox store = new DelegatingInbox();

        @Override
        protected Inbox process() {
            String own = UUID.randomUUID().toString();
            return new DelegatingInbox(store) {
                @Override
                public List<ClaimResult> claimAll(String consumer, List<EventId> events, Instant now, Duration lease) {
                    return super.claimAll(consumer, named(events, own), now, lease);
                }
            };
        }

        private static List<EventId> named(List<EventId> events, String own) {
            return events.stream()
                    .map(event -> event.id().length() > EventId.MAX_ID
                            ? new EventId(event.source(), own + event.id())
                            : event)
                    .toList();
        }
    }

    @Test
    void one_that_keeps_long_identities_to_itself_is_caught() {
        ContractRun.of(KeepsLongIdsToItself.class)
                .isCaughtBy("an_event_with_a_long_identity_is_the_same_to_every_process");
    }

    @Test
    void inboxes_that_do_nothing_fail_every_test() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void one_inbox_for_all_processes_is_right() {
        ContractRun.of(Control.class).everyTestPasses();
    }

    @Test
    void one_that_believes_what_it_remembers_is_caught() {
        ContractRun.of(BelievesWhatItRemembers.class)
                .isCaughtBy("a_process_that_remembers_a_claim_which_another_one_ended_asks_again");
    }
}
