package io.triskel.testkit.inbox;

import io.triskel.inbox.Inbox;
import io.triskel.memory.InMemoryInbox;
import io.triskel.testkit.InboxContract;

class InMemoryInboxTest extends InboxContract {
    @Override
    protected Inbox create() {
        return new InMemoryInbox();
    }
}
