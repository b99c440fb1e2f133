package io.triskel.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final Remembered<Integer, String> remembered = new Remembered<>();

    @Test
    void what_was_put_last_is_remembered_until_it_is_forgotten() {
        remembered.put(1, "first");
        remembered.put(1, "second");
        remembered.put(2, "other");

        assertThat(remembered.get(1)).contains("second");

        remembered.forget(1);

        assertThat(remembered.get(1)).isEmpty();
        assertThat(remembered.get(2)).contains("other");
    }

    @Test
    void those_used_last_stay_when_there_are_too_many() {
        IntStream.range(0, Remembered.MOST).forEach(i -> remembered.put(i, "some"));
        assertThat(remembered.get(0)).isPresent();

        remembered.put(Remembered.MOST, "one more");

        assertThat(remembered.get(0)).isPresent();
        assertThat(remembered.get(1)).isEmpty();
        assertThat(remembered.get(Remembered.MOST)).isPresent();
    }
}
