package io.triskel.orders.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.memory.InMemoryStores;
import io.triskel.transfer.Replicas;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentMessagesTest {
    private final Replicas replicas = new InMemoryStores().replicas();
    private final SentMessages messages = new SentMessages(replicas);

    @Test
    void a_repeated_message_counts_once_in_whatever_process_it_comes() {
        messages.send(new Mailbox.Message("O-1 shipped", "ada@example.com", "Dear Ada"));
        new SentMessages(replicas).send(new Mailbox.Message("O-1 shipped", "ada@example.com", "Dear Ada"));
        messages.send(new Mailbox.Message("O-2 shipped", "ada@example.com", "Dear Ada"));

        assertThat(messages.count()).isEqualTo(2);
    }

    @Test
    void all_are_counted_however_many_pages_they_fill() {
        for (int i = 0; i < 1001; i++) {
            messages.send(new Mailbox.Message("O-" + i + " shipped", "ada@example.com", "Dear Ada"));
        }

        assertThat(messages.count()).isEqualTo(1001);
    }

    @Test
    void nothing_personal_is_kept() {
        messages.send(new Mailbox.Message("O-1 shipped", "ada@example.com", "Dear Ada"));

        assertThat(replicas.page(SentMessages.COLLECTION, Optional.empty(), 10).items())
                .singleElement()
                .satisfies(kept -> assertThat(new String(kept.state(), StandardCharsets.UTF_8))
                        .isEqualTo("O-1 shipped"));
    }
}
