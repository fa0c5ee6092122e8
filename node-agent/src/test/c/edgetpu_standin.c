// A stand-in for libedgetpu in tests: the same functions, no device behind them. It claims the operators that the EdgeTPU
// compiler leaves in a model ("edgetpu-custom-op") and answers each byte of an output with the sum of the inputs' bytes
// plus the byte's index, so that a test can tell that its data went through. Layouts are those of TensorFlow Lite 2.18's
// c/common.h. -DDEVICES=N: how many devices it lists; -DOPENS=0: none of them opens.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifndef DEVICES
#define DEVICES 1
#endif
#ifndef OPENS
#define OPENS 1
#endif

typedef struct { int size; int data[]; } IntArray;

typedef struct {
  int type;
  void *data;
  IntArray *dims;
  float scale;
  int32_t zero_point;
  int allocation_type;
  size_t bytes;
  const void *allocation;
  const char *name;
  void *delegate;
  int buffer_handle;
  char stale, variable;
  struct { int type; void *params; } quantization;
  void *sparsity;
  const IntArray *dims_signature;
} Tensor;

typedef struct { IntArray *inputs, *outputs, *intermediates, *temporaries; void *user_data; } Node;

struct Context;
struct Delegate;

typedef struct {
  void *(*init)(struct Context *, const char *, size_t);
  void (*free)(struct Context *, void *);
  int (*prepare)(struct Context *, Node *);
  int (*invoke)(struct Context *, Node *);
  const char *(*profiling_string)(const struct Context *, const Node *);
  int32_t builtin_code;
  const char *custom_name;
  int version;
  void *external;
  void *async_kernel;
  uint64_t inplace_operator;
} Registration;

typedef struct Context {
  size_t tensors_size;
  int (*GetExecutionPlan)(struct Context *, IntArray **);
  Tensor *tensors;
  void *impl;
  int (*ResizeTensor)(struct Context *, Tensor *, IntArray *);
  void (*ReportError)(struct Context *, const char *, ...);
  int (*AddTensors)(struct Context *, int, int *);
  int (*GetNodeAndRegistration)(struct Context *, int, Node **, Registration **);
  int (*ReplaceNodeSubsetsWithDelegateKernels)(struct Context *, Registration, const IntArray *, struct Delegate *);
} Context;

typedef struct Delegate {
  void *data;
  int (*Prepare)(Context *, struct Delegate *);
  void *copy_from, *copy_to, *free_handle;
  int64_t flags;
  void *opaque;
} Delegate;

struct edgetpu_device { int type; const char *path; };

static void *kernel_init(Context *context, const char *buffer, size_t length) { return calloc(1, 1); }
static void kernel_free(Context *context, void *data) { free(data); }
static int kernel_prepare(Context *context, Node *node) { return 0; }

static int kernel_invoke(Context *context, Node *node) {
  uint8_t sum = 0;
  for (int i = 0; i < node->inputs->size; i++) {
    int index = node->inputs->data[i];
    if (index < 0 || context->tensors[index].data == NULL) continue;
    const uint8_t *bytes = context->tensors[index].data;
    for (size_t b = 0; b < context->tensors[index].bytes; b++) sum += bytes[b];
  }
  for (int o = 0; o < node->outputs->size; o++) {
    Tensor *output = &context->tensors[node->outputs->data[o]];
    for (size_t b = 0; b < output->bytes; b++) ((uint8_t *)output->data)[b] = (uint8_t)(sum + b);
  }
  return 0;
}

static int delegate_prepare(Context *context, Delegate *delegate) {
  IntArray *plan;
  if (context->GetExecutionPlan(context, &plan) != 0) return 1;
  IntArray *mine = malloc(sizeof(int) * (plan->size + 1));
  mine->size = 0;
  for (int i = 0; i < plan->size; i++) {
    Node *node;
    Registration *operator;
    if (context->GetNodeAndRegistration(context, plan->data[i], &node, &operator) != 0) continue;
    if (operator->custom_name != NULL && strcmp(operator->custom_name, "edgetpu-custom-op") == 0)
      mine->data[mine->size++] = plan->data[i];
  }
  Registration kernel = {0};
  kernel.init = kernel_init;
  kernel.free = kernel_free;
  kernel.prepare = kernel_prepare;
  kernel.invoke = kernel_invoke;
  kernel.custom_name = "edgetpu-standin";
  kernel.version = 1;
  int status = context->ReplaceNodeSubsetsWithDelegateKernels(context, kernel, mine, delegate);
  free(mine);
  return status;
}

static int open_delegates;

struct edgetpu_device *edgetpu_list_devices(size_t *count) {
  static const char *paths[] = {"/sys/bus/usb/devices/2-1.4", "/dev/apex_0"};
  *count = DEVICES;
  if (DEVICES == 0) return NULL;
  struct edgetpu_device *devices = calloc(DEVICES, sizeof *devices);
  for (int i = 0; i < DEVICES; i++) {
    devices[i].type = i % 2 == 0 ? 1 : 0;
    devices[i].path = paths[i % 2];
  }
  return devices;
}

void edgetpu_free_devices(struct edgetpu_device *devices) { free(devices); }

Delegate *edgetpu_create_delegate(int type, const char *path, const void *options, size_t count) {
  if (!OPENS) return NULL;
  Delegate *delegate = calloc(1, sizeof *delegate);
  delegate->Prepare = delegate_prepare;
  delegate->flags = 1;
  open_delegates++;
  return delegate;
}

void edgetpu_free_delegate(Delegate *delegate) {
  open_delegates--;
  free(delegate);
}

const char *edgetpu_version(void) { return "stand-in"; }

// Not in libedgetpu: lets a test see that nothing stays behind.
int standin_open_delegates(void) { return open_delegates; }
