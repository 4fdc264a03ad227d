#pragma once

#include "plugin/listen/listener.hpp"

namespace klausur {

/// What the module gives: opens a listener at `url`. nullptr and `problem` filled in when
/// that does not work; otherwise something that klausur_stop_listening() ends.
using StartListening = void* (*)(const char* url, Handler handler, std::string& problem);
using StopListening = void (*)(void* running);

inline constexpr const char* k_listener_module = "klausur-listener.so";
inline constexpr const char* k_start_listening = "klausur_start_listening";
inline constexpr const char* k_stop_listening = "klausur_stop_listening";

} // namespace klausur
