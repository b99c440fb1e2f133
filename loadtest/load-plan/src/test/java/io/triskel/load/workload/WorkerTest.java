package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkerTest {
    @ParameterizedTest
    @CsvSource({
        "1, 10, 0.1",
        "3, 10, 0.1",
        "4, 1000, 0.001",
        "4, 1000, 0.2",
        "4, 1000, 0.6",
        "7, 7, 0.99",
        "64, 100, 0.5"
    })
    void each_key_is_one_workers_and_each_worker_has_one(int workers, int count, double hottest) {
        KeySpread keys = new KeySpread(count, hottest);

        List<Long> owners = IntStream.range(0, count)
                .mapToObj(key -> all(workers).stream()
                        .filter(worker -> worker.owns(keys).test(key))
                        .count())
                .toList();

        assertThat(owners).containsOnly(1L);
        assertThat(all(workers)).allMatch(worker -> IntStream.range(0, count).anyMatch(worker.owns(keys)));
    }

    @ParameterizedTest
    @CsvSource({"1, 10, 0.1", "3, 10, 0.1", "4, 1000, 0.2", "4, 1000, 0.6", "7, 7, 0.99", "64, 100, 0.5"})
    void a_workers_share_is_that_of_its_keys(int workers, int count, double hottest) {
        KeySpread keys = new KeySpread(count, hottest);
        double other = (1 - hottest) / (count - 1);

        for (Worker worker : all(workers)) {
            double ofKeys = IntStream.range(0, count)
                    .filter(worker.owns(keys))
                    .mapToDouble(key -> key == 0 ? hottest : other)
                    .sum();
            assertThat(worker.share(keys)).isCloseTo(ofKeys, within(1e-9));
        }
    }

    @Test
    void who_has_the_hottest_key_has_fewer_others() {
        KeySpread keys = new KeySpread(1_001, 0.2);

        assertThat(all(4)).allSatisfy(worker -> assertThat(worker.share(keys)).isCloseTo(0.25, within(0.001)));
    }

    @Test
    void a_key_that_is_hotter_than_a_part_is_alone() {
        assertThat(new Worker(0, 4).share(new KeySpread(1_000, 0.6))).isEqualTo(0.6);
    }

    @Test
    void fewer_keys_than_workers_are_refused() {
        assertThat(new Worker(2, 3).owns(KeySpread.even(3)).test(2)).isTrue();

        assertThatThrownBy(() -> new Worker(2, 3).owns(KeySpread.even(2)))
                .hasMessageContaining("there are 3 workers and 2 keys. Raise keys.count, or use fewer workers");
    }

    @Test
    void a_key_that_has_all_events_cannot_be_shared() {
        assertThatThrownBy(() -> new Worker(0, 2).owns(new KeySpread(10, 1)))
                .hasMessageContaining("has all events, and only one worker sends a key: there are 2 workers");
    }

    @Test
    void a_worker_that_there_is_not_is_refused() {
        assertThatThrownBy(() -> new Worker(2, 2))
                .hasMessageContaining("Worker 2 does not exist: 2 workers are numbered from 0");
    }

    private static List<Worker> all(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new Worker(index, count))
                .toList();
    }
}
