package io.triskel.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParticipantTest {
    private static final TypeRegistry TYPES = TypeRegistry.builder()
            .add("test.ask", 1, Ask.class)
            .add("test.answer", 1, Answer.class)
            .build();

    private final InMemoryPlatform platform = InMemoryPlatform.of("/test", TYPES);
    private final List<Envelope<Answer>> answers = new ArrayList<>();
    private final InMemoryPump pump = platform.subscribe(
            platform.participant("oracle")
                    .on(Ask.class, ask -> new Answer(ask.what() + "!"))
                    .build(),
            platform.consumer("listener")
                    .on(Answer.class, (event, handling) -> answers.add(event))
                    .withoutInbox()
                    .build());

    record Ask(String what) {}

    record Answer(String what) {}

    @Test
    void the_answer_is_caused_by_the_command_and_has_its_key() {
        Envelope<Ask> command = asking("oracle");

        platform.publish(List.of(command));
        pump.drain();

        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).data()).isEqualTo(new Answer("why!"));
        assertThat(answers.get(0).metadata().causation()).contains(command.id().id());
        assertThat(answers.get(0).key()).isEqualTo(command.key());
    }

    @Test
    void the_answer_carries_the_address_that_the_command_asks_it_to() {
        Envelope<Ask> command = asking("oracle");

        platform.publish(List.of(command.withMetadata(
                command.metadata().withExtension(Metadata.REPLY_TO, ExtensionValue.of("whoever/asks")))));
        pump.drain();

        assertThat(answers.get(0).metadata().replyTo()).contains("whoever/asks");
    }

    @Test
    void a_command_that_comes_twice_is_answered_once() {
        Envelope<Ask> command = asking("oracle");

        platform.publish(List.of(command, command));
        pump.drain();

        assertThat(answers).hasSize(1);
    }

    @Test
    void a_command_to_somebody_else_is_not_answered() {
        platform.publish(List.of(asking("somebody else")));
        pump.drain();

        assertThat(answers).isEmpty();
    }

    private Envelope<Ask> asking(String target) {
        return platform.events().of(new Ask("why")).keyed("key").withPattern(new EventKind.Command(target));
    }
}
