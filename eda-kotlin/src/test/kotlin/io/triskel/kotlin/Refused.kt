package io.triskel.kotlin

import com.fasterxml.jackson.annotation.JsonIgnore
import io.triskel.event.WireName

class Plain(val text: String)

@JvmInline
value class Id(val value: String)

data class WithValueClasses(val ids: List<Id>)

@JvmInline
value class Note(val text: String?)

data class WithNote(val note: Note)

@JvmInline
value class Of(val id: Id)

data class WithNested(val of: Of)

data class WithNullableSeat(val seat: Seat?)

data class WithDuration(val time: kotlin.time.Duration)

data class WithUnsigned(val counts: List<UInt>)

data class WithNulls(val all: List<String?>)

data class WithDeepNulls(val all: Map<String, List<Array<Int?>>>)

@JvmRecord
data class RecordWithNulls(val all: Set<String?>)

data class WithState(val count: Int) {
    val twice = count * 2
}

data class WithLazy(val count: Int) {
    val twice by lazy { count * 2 }
}

abstract class Keeping(val kept: String)

data class Inheriting(val count: Int) : Keeping("$count")

data class WithTransient(@Transient val cache: String)

data class WithAny(val it: Any)

data class WithFunction(val it: () -> Unit)

data class Nested(val inner: Plain)

data class WithPlain(val it: Nested)

data class WithJackson(@field:JsonIgnore val text: String)

data class WithGetter(@get:WireName("t") val text: String)

data class WithParameter(@param:WireName("t") val text: String)

data class WithSeatAndParameter(val seat: Seat, @param:WireName("t") val text: String)

data class TwiceNamed(val a: String, @WireName("a") val b: String)

sealed interface Unnamed {
    data class One(val text: String) : Unnamed
}

data class WithDefault(val id: String, val text: String = "default")

data class Texts(val all: List<String>)
