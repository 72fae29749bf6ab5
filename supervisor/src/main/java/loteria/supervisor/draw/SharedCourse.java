package loteria.supervisor.draw;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The course of a draw behind the coordinator's lock. Safe for use by several threads. */
final class SharedCourse {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Guarded by {@link #lock}. */
  private final DrawCourse course;

  SharedCourse(DrawCourse course) {
    this.course = course;
  }

  /** Asks it something, under the lock. */
  <T extends @Nullable Object> T ask(Function<DrawCourse, T> question) {
    lock.lock();
    try {
      return question.apply(course);
    } finally {
      lock.unlock();
    }
  }

  /** Has it used, and perhaps changed, under the lock. No thread that waits is woken. */
  void use(Consumer<DrawCourse> use) {
    lock.lock();
    try {
      use.accept(course);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has it learn something, under the lock.
   *
   * @param news whether that is news: then all threads that wait are woken
   */
  void learn(Predicate<DrawCourse> news) {
    lock.lock();
    try {
      if (news.test(course)) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next step. */
  DrawCourse.Step awaitStep(ClosingTime closing) throws InterruptedException {
    lock.lock();
    try {
      DrawCourse.Step next = course.next(closing.isReached());
      while (next == null) {
        if (closing.at() == null || course.stage().closed()) {
          changed.await();
        } else {
          // The time of day may be set, forwards too.
          long _ = changed.awaitNanos(LOOK_EVERY.toNanos());
        }
        next = course.next(closing.isReached());
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something holds.
   *
   * @param meanwhile carried out now and then, under the lock, while it does not hold yet
   * @return false when it does not hold in time
   */
  boolean await(Predicate<DrawCourse> condition, Runnable meanwhile, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    lock.lock();
    try {
      while (!condition.test(course)) {
        meanwhile.run();
        if (System.nanoTime() - deadline >= 0) {
          return false;
        }
        // Woken by time too, not only by news: a worker may die without a message.
        long _ = changed.awaitNanos(LOOK_EVERY.toNanos());
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
