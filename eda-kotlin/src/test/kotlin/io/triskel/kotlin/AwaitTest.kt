package io.triskel.kotlin

import io.triskel.codec.TypeRegistry
import io.triskel.event.Deadline
import io.triskel.memory.InMemoryPlatform
import io.triskel.publish.EventBus
import io.triskel.publish.EventBus.BusResult
import io.triskel.publish.EventBus.Outgoing
import io.triskel.publish.OrderedPublisher
import io.triskel.publish.PublishReport
import java.time.Duration
import java.util.concurrent.CompletableFuture
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

/** A coroutine awaits what the core returns as a stage. */
class AwaitTest {
    private val bus = SlowBus()
    private val platform =
        InMemoryPlatform.of("/test", TypeRegistry.builder().add("test.posted", 1, Posted::class.java).build())
    private val publisher = OrderedPublisher.builder(bus, platform.codec()).clock(platform.clock()).build()

    @Test
    fun a_coroutine_is_suspended_until_the_bus_has_answered() = runBlocking<Unit> {
        val report = publishing("hello")

        assertThat(report.isCompleted).isFalse()
        bus.answers.single().complete(listOf(BusResult.ok("1")))
        assertThat(report.await().complete()).isTrue()
    }

    /** Its event may be on its way, so the next one of its key still waits for it. */
    @Test
    fun a_cancelled_coroutine_leaves_its_publication_alone() = runBlocking<Unit> {
        publishing("first").cancel()
        val second = publishing("second")

        assertThat(bus.answers).hasSize(1)
        bus.answers[0].complete(listOf(BusResult.ok("1")))
        bus.answers[1].complete(listOf(BusResult.ok("2")))
        assertThat(second.await().complete()).isTrue()
    }

    private fun CoroutineScope.publishing(text: String): Deferred<PublishReport> = async(start = CoroutineStart.UNDISPATCHED) {
        val event = platform.events().of(Posted(text, null)).keyed("key")
        publisher.publish(listOf(event), platform.`in`(Duration.ofMinutes(5))).await()
    }

    /** Answers a request when the test does. */
    private class SlowBus : EventBus {
        val answers = mutableListOf<CompletableFuture<List<BusResult>>>()

        override fun limits() =
            EventBus.BusLimits(EventBus.WireMode.STRUCTURED, 10, 1_000_000, 100_000, true, true, Duration.ofMinutes(5))

        override fun send(batch: List<Outgoing>, deadline: Deadline) =
            CompletableFuture<List<BusResult>>().also(answers::add)
    }
}
