package io.triskel.testkit.inbox;

import io.triskel.event.EventId;
import io.triskel.inbox.ClaimResult;
import io.triskel.inbox.Inbox;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.SharedInboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
