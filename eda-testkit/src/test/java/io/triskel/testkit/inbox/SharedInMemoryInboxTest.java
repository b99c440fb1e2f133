package io.triskel.testkit.inbox;

import io.triskel.inbox.Inbox;
import io.triskel.memory.InMemoryInbox;
import io.triskel.testkit.InboxContract;

/** One inbox for all tests, as where a table is shared: what one test leaves behind must not disturb another. */
class SharedInMemoryInboxTest extends InboxContract {
    private static final Inbox SHARED = new InMemoryInbox();

    @Override
    protected Inbox create() {
        return SHARED;
    }
}
