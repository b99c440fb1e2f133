package io.triskel.saga;

import static io.triskel.saga.Participation.DONE;
import static io.triskel.saga.Participation.FAILED;
import static io.triskel.saga.Participation.NONE;
import static io.triskel.saga.Participation.UNDONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.saga.Participation.Turn;
import org.junit.jupiter.api.Test;

class ParticipationTest {
    @Test
    void an_action_is_done_once() {
        assertThat(NONE.onAction()).isEqualTo(Turn.DO);
        assertThat(DONE.onAction()).isEqualTo(Turn.ANSWER_DONE);
    }

    @Test
    void an_action_that_failed_or_was_undone_first_is_refused() {
        assertThat(FAILED.onAction()).isEqualTo(Turn.REFUSE);
        assertThat(UNDONE.onAction()).isEqualTo(Turn.REFUSE);
    }

    @Test
    void only_what_was_done_is_undone_and_every_undoing_is_answered() {
        assertThat(DONE.onUndo()).isEqualTo(Turn.DO);
        assertThat(NONE.onUndo()).isEqualTo(Turn.ANSWER_DONE);
        assertThat(FAILED.onUndo()).isEqualTo(Turn.ANSWER_DONE);
        assertThat(UNDONE.onUndo()).isEqualTo(Turn.ANSWER_DONE);
    }
}
